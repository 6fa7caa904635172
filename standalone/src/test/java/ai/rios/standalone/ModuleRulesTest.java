package ai.rios.standalone;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** Who may know whom. This module sees all others, so the rules of all are held here. */
final class ModuleRulesTest {
    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("ai.rios");

    private static void holds(ArchRule rule) {
        rule.check(OURS);
    }

    @Test
    void schemasKnowNoOtherModule() {
        holds(noClasses()
                .that()
                .resideInAPackage("ai.rios.schemas..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "ai.rios.runtime..",
                        "ai.rios.commands..",
                        "ai.rios.projections..",
                        "ai.rios.edge..",
                        "ai.rios.standalone.."));
    }

    @Test
    void libp2pKnowsNoOtherModule() {
        holds(noClasses()
                .that()
                .resideInAPackage("ai.rios.libp2p..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "ai.rios.schemas..",
                        "ai.rios.runtime..",
                        "ai.rios.commands..",
                        "ai.rios.projections..",
                        "ai.rios.edge..",
                        "ai.rios.standalone.."));
    }

    @Test
    void theRuntimeKnowsOnlyTheSchemas() {
        holds(noClasses()
                .that()
                .resideInAPackage("ai.rios.runtime..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "ai.rios.commands..", "ai.rios.projections..", "ai.rios.edge..", "ai.rios.standalone.."));
    }

    @Test
    void commandHandlersKnowNoOtherService() {
        holds(noClasses()
                .that()
                .resideInAPackage("ai.rios.commands..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.rios.projections..", "ai.rios.edge..", "ai.rios.standalone.."));
    }

    @Test
    void projectionsKnowNoOtherService() {
        holds(noClasses()
                .that()
                .resideInAPackage("ai.rios.projections..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.rios.commands..", "ai.rios.edge..", "ai.rios.standalone.."));
    }

    @Test
    void theEdgeKnowsNoOtherService() {
        holds(noClasses()
                .that()
                .resideInAPackage("ai.rios.edge..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.rios.commands..", "ai.rios.projections..", "ai.rios.standalone.."));
    }

    @Test
    void generatedTypesStopAtTheCodec() {
        holds(classes()
                .that()
                .resideInAPackage("ai.rios.schemas.avro..")
                .should()
                .onlyBeAccessed()
                .byAnyPackage("ai.rios.schemas.avro..", "ai.rios.schemas.codec.."));
    }

    @Test
    void onlyTheEdgeTheQueryServiceTheirGuardAndTheBenchKnowHelidon() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackages(
                        "ai.rios.edge..", "ai.rios.projections..", "ai.rios.runtime.guard..", "ai.rios.bench..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.helidon.."));
    }

    @Test
    void theDeciderKnowsNeitherKafkaNorHttp() {
        holds(noClasses()
                .that()
                .resideInAnyPackage("ai.rios.commands.deployment..", "ai.rios.commands.spec..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", "io.helidon..", "java.net.http..", "org.rocksdb.."));
    }

    @Test
    void theMessagesKnowNeitherKafkaNorAvro() {
        holds(noClasses()
                .that()
                .resideInAnyPackage("ai.rios.schemas.deployment..", "ai.rios.schemas.query")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", "org.apache.avro.."));
    }

    @Test
    void theServersOwnClassesStayInTheirProcess() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackage("ai.rios.standalone.child..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("kafka..", "io.quarkus..", "io.apicurio.."));
    }
}
