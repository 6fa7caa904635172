/** The container images, as they are built for compose, on a broker and a registry in containers. */
@NullMarked
package ai.rios.standalone.images;

import org.jspecify.annotations.NullMarked;
