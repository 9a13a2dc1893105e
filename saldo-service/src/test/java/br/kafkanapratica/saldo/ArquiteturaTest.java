package br.kafkanapratica.saldo;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import br.kafkanapratica.testes.base.SemCodigoGerado;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

@AnalyzeClasses(
        packages = "br.kafkanapratica.saldo",
        importOptions = {DoNotIncludeTests.class, SemCodigoGerado.class})
class ArquiteturaTest {

    @ArchTest
    static final ArchRule estadoNaoConheceSpringNemKafka = noClasses()
            .that()
            .resideInAPackage("..estado..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "org.apache.kafka..");

    @ArchTest
    static final ArchRule soABibliotecaFalaComOKafka = noClasses()
            .that()
            .doNotHaveSimpleName("ContasDoKafka")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "org.springframework.kafka..");

    @ArchTest
    static final ArchRule estadoNaoConheceAApi = noClasses()
            .that()
            .resideInAPackage("..estado..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..api..");

    @ArchTest
    static final ArchRule semCiclos = SlicesRuleDefinition.slices()
            .matching("br.kafkanapratica.saldo.(*)..")
            .should()
            .beFreeOfCycles();
}
