package br.kafkanapratica.dashboard.transmissao;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class VagasTest {

    private final AtomicLong agora = new AtomicLong();
    private final Vagas vagas = new Vagas(2, agora::get);

    @Test
    void comTodasEmUsoNinguemMaisEntra() {
        var uma = vagas.ocupa().orElseThrow();
        vagas.ocupa().orElseThrow();
        assertThat(vagas.ocupa()).isEmpty();
        vagas.libera(uma);
        assertThat(vagas.ocupa()).isPresent();
    }

    @Test
    void quemNaoLePerdeAVagaParaQuemChegaENaoQuemLe() {
        var calada = vagas.ocupa().orElseThrow();
        var presente = vagas.ocupa().orElseThrow();
        agora.addAndGet(Vagas.SEM_SINAL.toNanos());
        assertThat(vagas.presente(presente.id())).isTrue();
        var nova = vagas.ocupa().orElseThrow();
        assertThat(calada.tomada()).isTrue();
        assertThat(presente.tomada()).isFalse();
        assertThat(vagas.presente(calada.id())).isFalse();
        assertThat(vagas.presente(nova.id())).isTrue();
        assertThat(vagas.ocupa()).as("agora as duas são de quem lê").isEmpty();
    }

    @Test
    void havendoLugarNinguemEPostoParaFora() {
        var calada = vagas.ocupa().orElseThrow();
        agora.addAndGet(10 * Vagas.SEM_SINAL.toNanos());
        vagas.ocupa().orElseThrow();
        assertThat(calada.tomada()).isFalse();
    }

    /** Quem perdeu a vaga, ao sair, não devolve a que já é de outro. */
    @Test
    void sairDepoisDePerderAVagaNaoAbreOutra() {
        var calada = vagas.ocupa().orElseThrow();
        vagas.ocupa().orElseThrow();
        agora.addAndGet(Vagas.SEM_SINAL.toNanos() / 2);
        var terceira = vagas.ocupa();
        assertThat(terceira).isEmpty();
        agora.addAndGet(Vagas.SEM_SINAL.toNanos());
        vagas.ocupa().orElseThrow();
        vagas.ocupa().orElseThrow();
        vagas.libera(calada);
        assertThat(vagas.ocupa()).isEmpty();
    }
}
