package br.kafkanapratica.estado;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

@AnalyzeClasses(packages = "br.kafkanapratica.estado", importOptions = DoNotIncludeTests.class)
class ArquiteturaTest {

    @ArchTest
    static final ArchRule soOPacoteSpringConheceOSpring = noClasses()
            .that()
            .resideOutsideOfPackage("..spring..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "io.micrometer..", "br.kafkanapratica.estado.spring..");

    @ArchTest
    static final ArchRule oQueSeGuardaNaoConheceOKafka = noClasses()
            .that()
            .resideInAnyPackage("..chaves..", "..compacto..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka..");

    @ArchTest
    static final ArchRule naoConheceASuite = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "br.kafkanapratica.contratos..", "br.kafkanapratica.inicio..", "br.kafkanapratica.saldo..");

    @ArchTest
    static final ArchRule semCiclos = SlicesRuleDefinition.slices()
            .matching("br.kafkanapratica.(**)")
            .should()
            .beFreeOfCycles();
}
