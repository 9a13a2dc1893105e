package br.kafkanapratica.dashboard;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import br.kafkanapratica.testes.base.SemCodigoGerado;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

@AnalyzeClasses(
        packages = ArquiteturaTest.RAIZ,
        importOptions = {DoNotIncludeTests.class, SemCodigoGerado.class})
class ArquiteturaTest {

    static final String RAIZ = "br.kafkanapratica.dashboard";

    /** O caminho dos dados: cada pacote só conhece os que vêm antes dele, e a raiz. */
    private static final List<String> DO_LOG_A_PAGINA = List.of(
            "documentos",
            "vida",
            "conexao",
            "lab",
            "fotografia",
            "leitura",
            "livro",
            "alertas",
            "quadro",
            "transmissao",
            "topicos",
            "pedidos",
            "saldos",
            "compactacao",
            "experimentos");

    @ArchTest
    static void osDadosAndamNumSentidoSo(JavaClasses classes) {
        noClasses()
                .that()
                .resideInAPackage(RAIZ)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(pacotes(DO_LOG_A_PAGINA))
                .check(classes);
        for (int i = 0; i + 1 < DO_LOG_A_PAGINA.size(); i++) {
            noClasses()
                    .that()
                    .resideInAPackage(RAIZ + "." + DO_LOG_A_PAGINA.get(i))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(pacotes(DO_LOG_A_PAGINA.subList(i + 1, DO_LOG_A_PAGINA.size())))
                    .check(classes);
        }
    }

    /** Um pacote novo tem de dizer onde fica no caminho. */
    @ArchTest
    static final ArchRule todoPacoteEstaNoCaminho = classes()
            .should()
            .resideInAnyPackage(Stream.concat(Stream.of(RAIZ), Arrays.stream(pacotes(DO_LOG_A_PAGINA)))
                    .toArray(String[]::new));

    private static String[] pacotes(List<String> nomes) {
        return nomes.stream().map(nome -> RAIZ + "." + nome).toArray(String[]::new);
    }
}
