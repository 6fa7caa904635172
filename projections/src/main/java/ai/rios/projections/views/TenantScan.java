package ai.rios.projections.views;

import java.util.function.BiConsumer;

/** What a task reads when it begins: how far each tenant of the partition is folded. */
public final class TenantScan {
    private TenantScan() {}

    /** Hands out the state of every tenant that has events. */
    public static void events(ViewReads store, BiConsumer<String, TenantState> each) {
        try (ViewCursor tenants = store.scan(new byte[] {ViewKey.TENANT}, new byte[] {ViewKey.TENANT + 1})) {
            while (tenants.next()) {
                each.accept(ViewKey.textOf(tenants.key()), TenantState.ofBytes(tenants.value()));
            }
        }
    }

    /** Takes the offsets that a tenant's commands and outcomes are folded to. */
    @FunctionalInterface
    public interface OperationOffsets {
        /** Both are the offset after the last one; 0 none. */
        void accept(long nextCommand, long nextOutcome);
    }

    /** Hands out the offsets of every tenant that has operations, or had. */
    public static void operations(ViewReads store, OperationOffsets each) {
        try (ViewCursor tenants = store.scan(new byte[] {ViewKey.TALLY}, new byte[] {ViewKey.TALLY + 1})) {
            while (tenants.next()) {
                Tally tally = Tally.ofBytes(tenants.value());
                each.accept(tally.nextCommand(), tally.nextOutcome());
            }
        }
    }
}
