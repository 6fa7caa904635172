/**
 * The fault campaign: clients of several tenants use a split stack while its processes are killed, frozen, stopped and started again; then
 * what the clients saw is held against what the topics have. Front door: {@link ai.rios.bench.faults.Campaign}.
 */
@NullMarked
package ai.rios.bench.faults;

import org.jspecify.annotations.NullMarked;
