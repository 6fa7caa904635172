package ai.rios.bench.faults.history;

import java.util.List;

/**
 * What one client saw of its tenant's stream, over all sockets it needed. It began before the tenant's first event and was given
 * time to the end. Immutable.
 *
 * @param messages in the order they came
 */
public record Watch(String client, String tenant, List<Message> messages) {
    public Watch {
        messages = List.copyOf(messages);
    }

    /**
     * A message.
     *
     * @param socket 1, 2, 3 …: the client's sockets; each but the first was opened with the cursor of the last message before it
     * @param position the tenant's sequence
     */
    public record Message(int socket, long position, String eventId, String deployment, long revision, String status) {}
}
