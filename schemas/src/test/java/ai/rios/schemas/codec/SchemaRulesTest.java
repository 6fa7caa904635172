package ai.rios.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules that keep schemas able to grow, held by every record of every subject. */
class SchemaRulesTest {
    static Stream<Golden.Subject> subjects() {
        return Golden.subjects().stream();
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void everyFieldHasADefault(Golden.Subject subject) {
        List<String> without = new ArrayList<>();
        records(subject)
                .values()
                .forEach(record -> record.getFields().stream()
                        .filter(field -> !field.hasDefaultValue())
                        .forEach(field -> without.add(record.getName() + "." + field.name())));

        assertThat(without).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void everyUnionIsANullableWithDefaultNull(Golden.Subject subject) {
        for (Schema record : records(subject).values()) {
            for (Schema.Field field : record.getFields()) {
                if (field.schema().isUnion()) {
                    assertThat(field.schema().getTypes()).as(field.name()).hasSize(2);
                    assertThat(field.schema().getTypes().getFirst().getType()).isEqualTo(Schema.Type.NULL);
                    assertThat(field.defaultVal()).isEqualTo(JsonProperties.NULL_VALUE);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void nothingHasAliases(Golden.Subject subject) {
        for (Schema record : records(subject).values()) {
            assertThat(record.getAliases()).isEmpty();
            record.getFields().forEach(field -> assertThat(field.aliases()).isEmpty());
        }
    }

    @Test
    void avroTrustsExactlyTheClassesThatTheSchemasName() {
        Set<String> named = new HashSet<>();
        subjects().forEach(subject -> named.addAll(records(subject).keySet()));

        assertThat(GeneratedClasses.ALL.stream().map(Class::getName).collect(Collectors.toSet()))
                .isEqualTo(named);
    }

    private static Map<String, Schema> records(Golden.Subject subject) {
        Map<String, Schema> found = new LinkedHashMap<>();
        collect(subject.codec().schema(), found);
        return found;
    }

    private static void collect(Schema schema, Map<String, Schema> found) {
        switch (schema.getType()) {
            case RECORD -> {
                if (found.put(schema.getFullName(), schema) == null) {
                    schema.getFields().forEach(field -> collect(field.schema(), found));
                }
            }
            case UNION -> schema.getTypes().forEach(branch -> collect(branch, found));
            case ARRAY -> collect(schema.getElementType(), found);
            case MAP -> collect(schema.getValueType(), found);
            case ENUM -> assertThat(schema.getEnumDefault()).isEqualTo("UNKNOWN");
            default -> assertThat(schema.getType()).isNotEqualTo(Schema.Type.FIXED);
        }
    }
}
