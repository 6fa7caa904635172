package ai.rios.commands.deployment;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** State in maps, with the checks that a store does not make: nothing is taken twice, nothing goes that was not there. */
final class InMemoryShardState implements ShardState {
    private final Map<String, TenantState> tenants = new HashMap<>();
    private final Map<String, Held> deployments = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private final Map<KeyRef, KeyEntry> entries = new HashMap<>();
    private final TreeSet<KeyAge> ages = new TreeSet<>(Comparator.comparing(KeyAge::keptAt)
            .thenComparing(age -> age.ref().tenant())
            .thenComparing(age -> age.ref().scope())
            .thenComparing(age -> age.ref().key()));
    private final Set<Timer> timers = new HashSet<>();

    @Override
    public TenantState tenant(String tenant) {
        return tenants.getOrDefault(tenant, TenantState.NEW);
    }

    @Override
    public @Nullable Held deployment(String tenant, String id) {
        return deployments.get(tenant + "|" + id);
    }

    @Override
    public @Nullable String holder(String tenant, String name) {
        return names.get(tenant + "|" + name);
    }

    @Override
    public @Nullable KeyEntry entry(KeyRef ref) {
        return entries.get(ref);
    }

    @Override
    public List<KeyAge> oldestKeys(String tenant, int limit) {
        return ages.stream()
                .filter(age -> age.ref().tenant().equals(tenant))
                .limit(limit)
                .toList();
    }

    void apply(List<Write> writes) {
        writes.forEach(this::apply);
    }

    int keyCount() {
        return entries.size();
    }

    Set<Timer> timers() {
        return Set.copyOf(timers);
    }

    List<Timer> dueTimers(Instant now) {
        return timers.stream()
                .filter(timer -> !timer.due().isAfter(now))
                .sorted(Comparator.comparing(Timer::due).thenComparing(Timer::deploymentId))
                .toList();
    }

    List<Held> deployments() {
        return new ArrayList<>(deployments.values());
    }

    Map<String, String> names() {
        return Map.copyOf(names);
    }

    /** All that is held, for comparison. */
    List<Object> contents() {
        return List.of(
                Map.copyOf(tenants),
                Map.copyOf(deployments),
                names(),
                Map.copyOf(entries),
                List.copyOf(ages),
                timers());
    }

    private void apply(Write write) {
        switch (write) {
            case Write.PutTenant(String tenant, TenantState state) -> tenants.put(tenant, state);
            case Write.PutDeployment(Held held) ->
                deployments.put(
                        held.deployment().tenant() + "|" + held.deployment().id(), held);
            case Write.RemoveDeployment(var last) ->
                require(deployments.remove(last.tenant() + "|" + last.id()) != null, write);
            case Write.HoldName(String tenant, String name, String id) -> names.put(tenant + "|" + name, id);
            case Write.FreeName(String tenant, String name) -> names.remove(tenant + "|" + name);
            case Write.SetTimer(Timer timer) -> require(timers.add(timer), write);
            case Write.ClearTimer(Timer timer) -> require(timers.remove(timer), write);
            case Write.KeepKey(KeyRef ref, KeyEntry entry) -> {
                require(entries.put(ref, entry) == null, write);
                require(ages.add(new KeyAge(ref, entry.keptAt())), write);
            }
            case Write.DropKey(KeyAge age, var _) -> {
                require(entries.remove(age.ref()) != null, write);
                require(ages.remove(age), write);
            }
        }
    }

    private static void require(boolean holds, Write write) {
        if (!holds) {
            throw new AssertionError("the state does not allow " + write);
        }
    }
}
