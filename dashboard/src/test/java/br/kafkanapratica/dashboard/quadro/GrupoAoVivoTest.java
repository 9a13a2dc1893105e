package br.kafkanapratica.dashboard.quadro;

import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.dashboard.fotografia.Fotografia;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GrupoAoVivoTest {

    private final GrupoAoVivo grupo = new GrupoAoVivo();
    private Instant agora = Instant.EPOCH;

    @Test
    void aLetraEDoMembroEnquantoEleExistir() {
        ve("z");
        ve("a", "z");
        assertThat(letra("z")).isEqualTo("A");
        assertThat(letra("a")).isEqualTo("B");
        ve("a"); // z some por um instante, no meio do rebalance, e volta
        ve("a", "b");
        ve("a", "b", "z");
        assertThat(letra("z")).isEqualTo("A");
        assertThat(letra("b")).isEqualTo("C");
    }

    @Test
    void quemSaiuHaTempoDeixaALetra() {
        ve("a", "b");
        for (int i = 0; i < 12; i++) {
            ve("b");
        }
        ve("b", "c");
        assertThat(letra("b")).isEqualTo("B");
        assertThat(letra("c")).isEqualTo("A");
    }

    @Test
    void nenhumaLetraSeRepete() {
        assertThat(IntStream.range(0, 1_000).mapToObj(GrupoAoVivo::letra)).doesNotHaveDuplicates();
        assertThat(GrupoAoVivo.letra(25)).isEqualTo("Z");
        assertThat(GrupoAoVivo.letra(26)).isEqualTo("AA");
        assertThat(GrupoAoVivo.letra(52)).isEqualTo("BA");
    }

    @Test
    void umGrupoQueNaoRespondeNaoPerdeNemGanhaNinguem() {
        ve("a");
        grupo.ve(grupo("a", "b").semResposta(agora), agora);
        grupo.ve(grupo().semResposta(agora), agora);
        assertThat(grupo.eventos()).isEmpty();
    }

    @Test
    void quemJaEstavaNaoENovidade_eQuemEntraEQuemSaiSaoDitosComQuantoOGrupoLevou() {
        ve("ana", "bia");
        assertThat(eventos()).isEmpty();
        semAssentar("ana", "bia", "carlos-1234");
        assertThat(eventos()).containsExactly("entrou carlos");
        assertThat(grupo.emRebalance()).isTrue();
        ve("ana", "bia", "carlos-1234");
        assertThat(eventos()).containsExactly("partições redistribuídas em 1,0 s", "entrou carlos");
        assertThat(grupo.emRebalance()).isFalse();
    }

    @Test
    void oUltimoQueSaiDeixaOGrupoSemNinguem() {
        ve("ana");
        ve();
        assertThat(eventos()).containsExactly("não há mais ninguém no grupo", "saiu ana");
    }

    @Test
    void umRebalanceSemQueNinguemEntreOuSaiaTambemEDito() {
        ve("ana");
        semAssentar("ana");
        assertThat(grupo.emRebalance()).isTrue();
        ve("ana");
        assertThat(eventos()).containsExactly("partições redistribuídas em 1,0 s");
    }

    @Test
    void soOsUltimosEventosSeMostram() {
        ve();
        for (int i = 0; i < 10; i++) {
            ve("m" + i);
        }
        assertThat(eventos()).hasSize(6).startsWith("partições redistribuídas em menos de 1 s");
        assertThat(eventos()).contains("entrou m9", "saiu m8").doesNotContain("entrou m7");
    }

    private List<String> eventos() {
        return grupo.eventos().stream().map(GrupoAoVivo.Evento::texto).toList();
    }

    private void semAssentar(String... membros) {
        agora = agora.plusSeconds(1);
        var visto = grupo(membros);
        grupo.ve(new Fotografia.Grupo(visto.estado(), visto.membros(), visto.gravados(), false, null), agora);
    }

    private void ve(String... membros) {
        agora = agora.plusSeconds(1);
        grupo.ve(grupo(membros), agora);
    }

    private static Fotografia.Grupo grupo(String... membros) {
        return new Fotografia.Grupo(
                "Stable",
                Arrays.stream(membros)
                        .map(membro -> new Fotografia.Membro(membro, "", "", List.of()))
                        .toList(),
                Map.of(),
                true,
                null);
    }

    private String letra(String membro) {
        return GrupoAoVivo.letra(grupo.lugar(membro));
    }
}
