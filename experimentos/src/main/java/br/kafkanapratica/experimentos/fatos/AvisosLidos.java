package br.kafkanapratica.experimentos.fatos;

import br.kafkanapratica.contratos.EtapaDoPipeline;
import br.kafkanapratica.experimentos.controle.ProcessoVisto;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Os avisos dos pedidos do experimento, tirados do que a notificação escreve. De uma thread. */
final class AvisosLidos {

    private static final Pattern AVISO = Pattern.compile("\\[NOTIFICACAO] Pedido (\\S+) de .* concluído: ");
    private static final String REENVIO = "(reenvio)";
    private static final String PAPEL = EtapaDoPipeline.NOTIFICACAO.programa();

    /** Entre duas voltas cabem bem menos; de uma carga não se quer ver cada um. */
    private static final int LINHAS = 200;

    private final Laboratorio laboratorio;
    private final Set<String> vistas = new HashSet<>();
    private final List<Aviso> avisos = new ArrayList<>();

    AvisosLidos(Laboratorio laboratorio) {
        this.laboratorio = laboratorio;
    }

    /**
     * Enquanto uma armadilha está no lugar do certo, o nome dele também é o dela: as linhas dela vêm pelos dois, e a primeira vez que se
     * veem é pelo seu.
     *
     * @param pedidos os do experimento: os outros não contam
     */
    List<Aviso> le(List<ProcessoVisto> processos, Set<String> pedidos, Instant agora) {
        if (!pedidos.isEmpty()) {
            processos.stream()
                    .filter(processo -> processo.papel().equals(PAPEL))
                    .sorted(Comparator.comparing(processo -> !processo.armadilha()))
                    .forEach(processo -> le(processo, pedidos, agora));
        }
        return List.copyOf(avisos);
    }

    private void le(ProcessoVisto processo, Set<String> pedidos, Instant agora) {
        for (var linha : laboratorio.linhas(processo.nome(), LINHAS)) {
            var aviso = AVISO.matcher(linha);
            if (aviso.find() && pedidos.contains(aviso.group(1)) && vistas.add(linha)) {
                avisos.add(new Aviso(aviso.group(1), agora, processo.nome(), linha.contains(REENVIO)));
            }
        }
    }
}
