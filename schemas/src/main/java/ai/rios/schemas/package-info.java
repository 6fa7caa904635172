/**
 * What the services say to one another: messages, their wire form, the topics they travel on and the questions one service
 * may put to another. Services depend on this module and never on each other.
 */
@NullMarked
package ai.rios.schemas;

import org.jspecify.annotations.NullMarked;
