/**
 * Child processes of the embedded default: the broker and the registry, each with a class path of its own, each ending
 * with its parent. Front doors: {@link ai.rios.standalone.process.BrokerProcess} and
 * {@link ai.rios.standalone.process.RegistryProcess}.
 */
@NullMarked
package ai.rios.standalone.process;

import org.jspecify.annotations.NullMarked;
