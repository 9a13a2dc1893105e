package br.kafkanapratica.testes.sistema;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Uma mentira num documento se vê; o que muda a cada vez, não é uma. */
class BlocoTest {

    private static final String MOSTRADO = """
            $ curl http://localhost:5001/saldo/5
            {"cliente_id":"5","saldo":300.00,"timestamp":"2026-11-21T20:36:00Z"}
            …
            Pedido 543d3193-d768-406c-8afb-bbe8df0cf01b em 7 ms
            """;

    private static final String VISTO = """
            {"cliente_id":"5","saldo":300.00,"timestamp":"2027-01-02T03:04:05.678Z"}
            qualquer coisa
            e outra
            Pedido 00000000-1111-2222-3333-444444444444 em 912 ms
            """;

    @Test
    void oQueMudaACadaVezNaoEMentira() {
        assertThat(comando(MOSTRADO).difere(VISTO)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    um valor                   | 300.00    | 300.01
                    um campo                   | cliente_id| cliente
                    uma palavra                | Pedido    | Pedidos
                    um fuso a mais             | 05.678Z   | 05.678
                    o que não é mais hora      | 2027-01-02T03:04:05.678Z | ontem
                    o que não é mais id        | 00000000-1111 | 0-1
                    sem unidade                | 912 ms    | 912
                    """)
    void umaMentiraSeVe(String qual, String certo, String errado) {
        assertThat(comando(MOSTRADO).difere(VISTO.replace(certo, errado)))
                .as(qual)
                .contains("veio:");
    }

    @Test
    void umaLinhaAMaisOuAMenosSeVe() {
        assertThat(comando(MOSTRADO).difere(VISTO + "sobra\n")).isNotEmpty();
        assertThat(comando(MOSTRADO).difere(VISTO.substring(VISTO.indexOf('\n') + 1)))
                .isNotEmpty();
        assertThat(comando("$ true\n").difere("algo")).isNotEmpty();
    }

    @Test
    void doQueFicaNoArAsLinhasVemPelaOrdem() {
        var diz = comando("$ java -jar x.jar\nReconstruindo\n…\nPronto em 3 s\n");
        assertThat(diz.faltaEm(List.of("antes", "Reconstruindo", "50%", "Pronto em 12 s", "depois")))
                .isEmpty();
        assertThat(diz.faltaEm(List.of("Pronto em 12 s", "Reconstruindo"))).isEqualTo("Pronto em 3 s");
    }

    @Test
    void oProgressoSoSeVeNumaMaquinaLenta() {
        var diz = comando("""
                $ ./lab.sh iniciar saldo
                20:26:38 INFO  Reconstruindo estado a partir do tópico...
                20:26:39 INFO  Reconstruindo: … lidos, … a ler (…%), … registros/s…
                20:26:41 INFO  Reconstrução finalizada. Número de chaves: 2
                """);
        var comecou = "saldo-service       | 07:43:37 INFO  Reconstruindo estado a partir do tópico...";
        var andou = "saldo-service       | 07:43:38 INFO  Reconstruindo: 1 lidos, 1 a ler (50%), 1 registros/s";
        var acabou = "saldo-service       | 07:43:38 INFO  Reconstrução finalizada. Número de chaves: 2";
        assertThat(diz.faltaEm(List.of(comecou, andou, acabou))).isEmpty();
        assertThat(diz.faltaEm(List.of(comecou, acabou))).isEmpty();
        assertThat(diz.faltaEm(List.of(andou, acabou))).contains("Reconstruindo estado");
        assertThat(diz.faltaEm(List.of(comecou, andou))).contains("Reconstrução finalizada");
    }

    private static Bloco.Comando comando(String bloco) {
        var linhas = ("```console\n" + bloco + "```").lines().toList();
        return Bloco.de(new Documento(Path.of("x.md"), "x.md", linhas))
                .get(0)
                .comandos()
                .get(0);
    }
}
