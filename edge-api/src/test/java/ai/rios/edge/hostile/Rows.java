package ai.rios.edge.hostile;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The rows of a group while they are written down. */
final class Rows {
    private final Group group;
    private final List<HostileCase> rows = new ArrayList<>();
    private Rule rule;

    /** @param rule of the rows up to the next {@link #by} */
    Rows(Group group, Rule rule) {
        this.group = group;
        this.rule = rule;
    }

    /** The rows from here on are by that rule. */
    Rows by(Rule next) {
        rule = next;
        return this;
    }

    Rows add(String name, String answer, HostileCase.Attack attack) {
        rows.add(new HostileCase(group, name, attack, answer, rule));
        return this;
    }

    /** A request, and what is said on its connection. */
    Rows send(String name, String answer, Request request) {
        byte[] bytes = request.bytes();
        return add(name, answer, world -> world.exchange(bytes));
    }

    /** A request that needs something of the world, such as a token. */
    Rows send(String name, String answer, Function<World, Request> request) {
        return add(name, answer, world -> world.exchange(request.apply(world).bytes()));
    }

    List<HostileCase> all() {
        return List.copyOf(rows);
    }
}
