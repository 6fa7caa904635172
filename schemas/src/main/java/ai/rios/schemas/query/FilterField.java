package ai.rios.schemas.query;

import ai.rios.schemas.deployment.Deployment;
import ai.rios.schemas.deployment.DeploymentStatus;
import ai.rios.schemas.deployment.DesiredState;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A field that a filter may name. Immutable; two are equal when their names are. */
public final class FilterField {
    static final String LABEL_RULE = "a label's key is 1 to 63 of A-Z a-z 0-9 . _ / -";
    private static final String LABELS = "labels.";
    private static final Pattern LABEL_KEY = Pattern.compile("[A-Za-z0-9._/-]{1,63}");

    private static final Map<String, FilterField> FIXED = Stream.of(
                    text("id", Deployment::id),
                    text("name", deployment -> deployment.spec().name()),
                    text("image", deployment -> deployment.spec().image()),
                    text("region", deployment -> deployment.spec().region()),
                    new FilterField(
                            "status",
                            Kind.STATUS,
                            deployment ->
                                    new FilterValue.Text(deployment.status().wire())),
                    new FilterField(
                            "desired",
                            Kind.DESIRED,
                            deployment -> new FilterValue.Text(
                                    deployment.spec().desired().wire())),
                    number("replicas", deployment -> deployment.spec().replicas()),
                    number("resources.cpu", deployment -> deployment.spec().cpu()),
                    number("resources.memory", deployment -> deployment.spec().memoryMib()),
                    number("revision", Deployment::revision),
                    number("generation", Deployment::generation),
                    time("created_at", Deployment::createdAt),
                    time("updated_at", Deployment::updatedAt))
            .collect(Collectors.toUnmodifiableMap(FilterField::name, Function.identity()));

    private static final Map<String, String> ALIASES = Map.of("cpu", "resources.cpu", "memory", "resources.memory");

    private final String name;
    private final Kind kind;
    private final Function<Deployment, @Nullable FilterValue> reader;

    private FilterField(String name, Kind kind, Function<Deployment, @Nullable FilterValue> reader) {
        this.name = name;
        this.kind = kind;
        this.reader = reader;
    }

    /** The field of that name, if there is one: a fixed one, an alias of one, or {@code labels.<key>}. */
    static Optional<FilterField> find(String name) {
        if (name.startsWith(LABELS)) {
            String key = name.substring(LABELS.length());
            return LABEL_KEY.matcher(key).matches()
                    ? Optional.of(
                            text(name, deployment -> deployment.spec().labels().get(key)))
                    : Optional.empty();
        }
        return Optional.ofNullable(FIXED.get(ALIASES.getOrDefault(name, name)));
    }

    static FilterField of(String name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException("there is no field " + name));
    }

    /** The canonical name: {@code resources.cpu}, also where the filter said {@code cpu}. */
    public String name() {
        return name;
    }

    /** The deployment's value; empty when it has none. */
    Optional<FilterValue> of(Deployment deployment) {
        return Optional.ofNullable(reader.apply(deployment));
    }

    /** The value that a text means for this field; empty when the field cannot have it. */
    Optional<FilterValue> value(String text) {
        return kind.parse(text);
    }

    /** What values of this field are, for an error message. */
    String valueRule() {
        return name + " " + kind.rule;
    }

    boolean allows(Comparison.Operator operator) {
        return switch (operator) {
            case EQUAL, NOT_EQUAL -> true;
            case STARTS_WITH -> kind == Kind.TEXT;
            case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> kind != Kind.STATUS && kind != Kind.DESIRED;
        };
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FilterField field && field.name.equals(name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }

    private static FilterField text(String name, Function<Deployment, @Nullable String> reader) {
        return new FilterField(name, Kind.TEXT, deployment -> {
            String value = reader.apply(deployment);
            return value == null ? null : new FilterValue.Text(value);
        });
    }

    private static FilterField number(String name, Function<Deployment, ? extends Number> reader) {
        return new FilterField(
                name,
                Kind.NUMBER,
                deployment -> new FilterValue.Whole(reader.apply(deployment).longValue()));
    }

    private static FilterField time(String name, Function<Deployment, Instant> reader) {
        return new FilterField(name, Kind.TIME, deployment -> new FilterValue.Time(reader.apply(deployment)));
    }

    private enum Kind {
        TEXT("is a text"),
        STATUS("is one of "
                + Stream.of(DeploymentStatus.values())
                        .map(DeploymentStatus::wire)
                        .collect(Collectors.joining(", "))),
        DESIRED("is running or stopped"),
        NUMBER("is a whole number"),
        TIME("is a time such as 2026-01-31T12:00:00Z");

        private final String rule;

        Kind(String rule) {
            this.rule = rule;
        }

        Optional<FilterValue> parse(String text) {
            return switch (this) {
                case TEXT -> Optional.of(new FilterValue.Text(text));
                case STATUS -> DeploymentStatus.ofWire(text).map(status -> new FilterValue.Text(status.wire()));
                case DESIRED -> DesiredState.ofWire(text).map(state -> new FilterValue.Text(state.wire()));
                case NUMBER -> number(text);
                case TIME -> time(text);
            };
        }

        private static Optional<FilterValue> number(String text) {
            try {
                return Optional.of(new FilterValue.Whole(Long.parseLong(text)));
            } catch (NumberFormatException _) {
                return Optional.empty();
            }
        }

        private static Optional<FilterValue> time(String text) {
            try {
                return Optional.of(
                        new FilterValue.Time(OffsetDateTime.parse(text).toInstant()));
            } catch (DateTimeException _) {
                return Optional.empty();
            }
        }
    }
}
