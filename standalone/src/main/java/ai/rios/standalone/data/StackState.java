package ai.rios.standalone.data;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;

/**
 * What {@code ./rios status --json} prints. Immutable.
 *
 * @param state {@code starting}, {@code ready}, {@code stopping}, {@code failed} or {@code stopped}
 * @param http address of the edge, empty until it is known
 * @param kafka bootstrap servers, empty until they are known
 * @param registry address of the registry's Confluent-compatible interface, empty until it is known
 * @param dataDir the data folder
 * @param reason why it failed, one sentence; empty otherwise
 * @param blockedTenants those whose views stand still at a hole or an unreadable event; left out when there are none
 * @param processes every process of the stack, the one that started the others first
 */
public record StackState(
        String state,
        String http,
        String kafka,
        String registry,
        @JsonProperty("data_dir") String dataDir,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String reason,

        @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonProperty("blocked_tenants")
        List<String> blockedTenants,

        List<ProcessEntry> processes) {
    public StackState {
        // What is empty is left out of the file, and so absent when it is read.
        reason = Objects.requireNonNullElse(reason, "");
        blockedTenants = Objects.requireNonNullElse(blockedTenants, List.<String>of()).stream()
                .toList();
        processes = List.copyOf(processes);
    }

    /** Nothing runs on {@code dataDir}. */
    public static StackState stopped(String dataDir) {
        return new StackState("stopped", "", "", "", dataDir, "", List.of(), List.of());
    }
}
