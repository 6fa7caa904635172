/**
 * The partitions of the handlers in a world of their own: the adapter and the decider as they are, over a log, transactions, a
 * group and clients in memory, of which one random number decides who does the next step and what goes wrong. One thread, no
 * clock but the world's: a seed always plays the same history.
 */
@NullMarked
package ai.rios.commands.simulation;

import org.jspecify.annotations.NullMarked;
