package br.kafkanapratica.estoque;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.theClass;

import br.kafkanapratica.testes.base.SemCodigoGerado;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
        packages = "br.kafkanapratica.estoque",
        importOptions = {DoNotIncludeTests.class, SemCodigoGerado.class})
class ArquiteturaTest {

    @ArchTest
    static final ArchRule aRegraNaoConheceSpringNemKafka = theClass(Estoque.class)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "br.kafkanapratica.estoque", "br.kafkanapratica.contratos", "org.jspecify..");
}
