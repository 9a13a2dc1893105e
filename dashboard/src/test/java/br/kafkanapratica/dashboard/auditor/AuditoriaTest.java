package br.kafkanapratica.dashboard.auditor;

import static br.kafkanapratica.dashboard.auditor.Etapa.ESTOQUE;
import static br.kafkanapratica.dashboard.auditor.Etapa.NOTIFICACAO;
import static br.kafkanapratica.dashboard.auditor.Etapa.PAGAMENTO;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AuditoriaTest {

    private static final long NINGUEM_GRAVOU = 0;
    private static final long TODOS_GRAVARAM = Long.MAX_VALUE;

    private final Auditoria auditoria = new Auditoria(100_000);

    @Test
    void cadaPedidoEstaNumLugarSo() {
        chegam(ESTOQUE, "a", "b", "c", "d");
        chegam(PAGAMENTO, "a", "b");
        chegam(NOTIFICACAO, "a");
        auditoria.rejeitado(ESTOQUE, chave("d"), "d");
        confere(NINGUEM_GRAVOU);

        var balanco = auditoria.balanco(true);
        assertThat(balanco.enviados()).isEqualTo(4);
        assertThat(balanco.esperando()).isEqualTo(new Balanco.Esperando(1, 1, 1));
        assertThat(balanco.concluidos()).isZero();
        assertThat(balanco.naDlt()).isEqualTo(1);
        assertThat(balanco.suspeitos()).isEmpty();
    }

    @Test
    void quemOGrupoDeuPorFeitoSemResultadoEPerdidoEEDitoPeloNome() {
        chegam(ESTOQUE, "a", "b");
        chegam(PAGAMENTO, "a");
        auditoria.confere((etapa, particao) -> etapa == ESTOQUE ? 2 : 0);

        var balanco = auditoria.balanco(true);
        assertThat(balanco.perdidos()).isEqualTo(1);
        assertThat(balanco.suspeitos()).singleElement().satisfies(suspeito -> {
            assertThat(suspeito.id()).isEqualTo("b");
            assertThat(suspeito.oQue()).isEqualTo("perdido");
        });
        assertThat(balanco.esperando().estoque()).isZero();
    }

    @Test
    void umResultadoAMaisEDuplicadoDepoisDeConfirmadoNaSegundaConferencia() {
        chegam(ESTOQUE, "a");
        chegam(PAGAMENTO, "a", "a");
        confere(NINGUEM_GRAVOU);
        assertThat(auditoria.balanco(true).duplicados()).isZero();
        assertThat(auditoria.balanco(true).emTransito()).isEqualTo(1);

        confere(NINGUEM_GRAVOU);
        assertThat(auditoria.balanco(true).duplicados()).isEqualTo(1);
        assertThat(auditoria.balanco(true).suspeitos())
                .singleElement()
                .extracting(Balanco.Suspeito::id)
                .isEqualTo("a");
    }

    @Test
    void oResultadoLidoAntesDaOrigemNaoEDefeito() {
        chegam(PAGAMENTO, "a");
        confere(NINGUEM_GRAVOU);
        chegam(ESTOQUE, "a");
        confere(NINGUEM_GRAVOU);
        confere(NINGUEM_GRAVOU);

        assertThat(auditoria.balanco(true).suspeitos()).isEmpty();
        assertThat(auditoria.balanco(true).emTransito()).isZero();
    }

    @Test
    void oQueNaoTemOrigemNaoEDuplicado() {
        chegam(PAGAMENTO, "intruso");
        confere(NINGUEM_GRAVOU);
        confere(NINGUEM_GRAVOU);

        assertThat(auditoria.balanco(true).semOrigem()).isEqualTo(1);
        assertThat(auditoria.balanco(true).duplicados()).isZero();
    }

    @Test
    void aMesmaChaveEnviadaDuasVezesSaoDoisPedidos() {
        chegam(ESTOQUE, "a", "a");
        chegam(PAGAMENTO, "a", "a");
        chegam(NOTIFICACAO, "a", "a");
        confere(TODOS_GRAVARAM);
        confere(TODOS_GRAVARAM);

        assertThat(auditoria.balanco(true).concluidos()).isEqualTo(2);
        assertThat(auditoria.balanco(true).suspeitos()).isEmpty();
    }

    @Test
    void cheiaDizQueAContaParou() {
        var pequena = new Auditoria(2);
        for (var id : List.of("a", "b", "c")) {
            pequena.chegou(ESTOQUE, 0, 0, chave(id), id);
        }
        assertThat(pequena.balanco(true).completo()).isFalse();
        assertThat(pequena.balanco(true).ressalva()).contains("maximo-de-pedidos");
        assertThat(pequena.balanco(true).enviados())
                .as("os registros contam-se sempre")
                .isEqualTo(3);
    }

    /** Histórias ao acaso, em qualquer ordem entre os tópicos: a soma das parcelas é a dos registros, e o que se quebrou aparece. */
    @Test
    void aContaFechaEmQualquerHistoria() {
        long semente = Long.getLong("semente", System.nanoTime());
        System.out.println("AuditoriaTest: -Dsemente=" + semente);
        var acaso = new Random(semente);
        int perdidos = 0;
        int duplicados = 0;
        for (int i = 0; i < 20_000; i++) {
            var id = new UUID(acaso.nextLong(), acaso.nextLong()).toString();
            int ate = acaso.nextInt(100) == 0 ? -1 : acaso.nextInt(4);
            chegam(ESTOQUE, id);
            if (ate == -1) { // some no estoque, que gravou um offset adiante
                perdidos++;
                continue;
            }
            chegam(PAGAMENTO, id);
            boolean duplica = acaso.nextInt(100) == 0;
            if (duplica) {
                chegam(PAGAMENTO, id);
                duplicados++;
            }
            Stream.generate(() -> id).limit(duplica ? 2 : 1).forEach(mesmo -> {
                if (ate == 0) {
                    auditoria.rejeitado(PAGAMENTO, chave(mesmo), mesmo);
                } else {
                    chegam(NOTIFICACAO, mesmo);
                }
            });
        }
        confere(TODOS_GRAVARAM);
        confere(TODOS_GRAVARAM);
        var balanco = auditoria.balanco(true);
        assertThat(balanco.perdidos()).as("-Dsemente=%d", semente).isEqualTo(perdidos);
        assertThat(balanco.duplicados()).as("-Dsemente=%d", semente).isEqualTo(duplicados);
        var esperando = balanco.esperando();
        assertThat(balanco.concluidos()
                        + esperando.estoque()
                        + esperando.pagamento()
                        + esperando.notificacao()
                        + balanco.naDlt()
                        + balanco.perdidos())
                .as("-Dsemente=%d", semente)
                .isEqualTo(balanco.enviados() + balanco.duplicados() + balanco.semOrigem() + balanco.emTransito());
    }

    private void chegam(Etapa etapa, String... ids) {
        for (var id : ids) {
            auditoria.chegou(etapa, 0, auditoria.registros(etapa), chave(id), id);
        }
    }

    private void confere(long gravado) {
        auditoria.confere((etapa, particao) -> gravado);
    }

    private static Chave chave(String id) {
        return Chave.de(id.getBytes(StandardCharsets.UTF_8));
    }
}
