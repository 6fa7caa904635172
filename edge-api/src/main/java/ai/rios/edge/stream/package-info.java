/**
 * {@code /v1/stream}: the caller's deployment events over a WebSocket, as they happen or from a cursor on. Front door:
 * {@link ai.rios.edge.stream.EventStream}.
 *
 * <p>One consumer reads the end of the events topic for all sockets. A socket that is behind, because its client came with a
 * cursor or does not read fast enough, is fed from the log by a small pool of readers until it has met the live end:
 *
 * <pre>
 *            no room for a live event                  no room: wait for it
 *   live ────────────────────────────► behind ─────────────┐
 *     ▲                                 │   ▲              │
 *     └── read up to all that was ──────┘   └──────────────┘
 *         passed over while behind
 * </pre>
 *
 * <p>Nothing is dropped and nothing sent twice on one socket: what a socket is given is a prefix of its tenant's events from
 * its start on.
 */
@NullMarked
package ai.rios.edge.stream;

import org.jspecify.annotations.NullMarked;
