package br.kafkanapratica.dashboard.livro;

import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.dashboard.DashboardProperties;
import br.kafkanapratica.dashboard.fotografia.Fotografia;
import br.kafkanapratica.dashboard.fotografia.OuvinteDasFotografias;
import br.kafkanapratica.dashboard.leitura.DestinoDaLeitura;
import br.kafkanapratica.dashboard.leitura.PosicoesLidas;
import br.kafkanapratica.dashboard.leitura.RegistroLido;
import br.kafkanapratica.leitura.TrechoIlegivel;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Do que se lê aos cortes: o log até o fim que uma fotografia viu, e os offsets dela. Enquanto a leitura não chega a esse fim não há
 * corte novo; o que se lê além dele espera pelo seguinte.
 *
 * <p>Pode ser usada de várias threads: quem lê e quem fotografa esperam um pelo outro, e ninguém mais espera por eles, porque o que
 * daqui sai é imutável.
 */
@Component
public class Escrituracao implements DestinoDaLeitura, OuvinteDasFotografias {

    /** Com uma retenção de segundos, o começo anda a toda hora, e a conta não faria outra coisa. */
    private static final Duration ENTRE_RECOMECOS = Duration.ofMinutes(1);

    private final int maximoDePedidos;
    private final Duration sondagem;
    private final Clock relogio;
    private final OuvinteDosCortes ouvinte;
    private final Estranhos estranhos = new Estranhos();

    private Livro livro;
    private Retidos retidos = new Retidos();
    private PosicoesLidas lidas = new PosicoesLidas(Map.of(), List.of());
    private PosicoesLidas noInicioDoAlvo = lidas;
    private @Nullable Fotografia ultima;
    private @Nullable Fotografia alvo;
    private @Nullable Corte corte;
    private Map<TopicPartition, Long> comecos = Map.of(); // os da conta de agora
    private Instant contaDesde = Instant.EPOCH;
    private boolean recomecar;
    private boolean semContato = true;

    @Autowired
    Escrituracao(DashboardProperties propriedades, Clock relogio, OuvinteDosCortes ouvinte) {
        this(propriedades.maximoDePedidos(), propriedades.sondagem(), relogio, ouvinte);
    }

    /** @param sondagem de quanto em quanto tempo se fotografa */
    public Escrituracao(int maximoDePedidos, Duration sondagem, Clock relogio, OuvinteDosCortes ouvinte) {
        this.maximoDePedidos = maximoDePedidos;
        this.sondagem = sondagem;
        this.relogio = relogio;
        this.ouvinte = ouvinte;
        this.livro = new Livro(maximoDePedidos, sondagem, relogio);
    }

    @Override
    public synchronized void recomeca(Fotografia primeira) {
        livro = new Livro(maximoDePedidos, sondagem, relogio);
        livro.comeca(primeira);
        retidos = new Retidos();
        estranhos.esquece();
        lidas = new PosicoesLidas(primeira.inicio(), List.of());
        corte = null;
        comecos = primeira.inicio();
        contaDesde = relogio.instant();
        recomecar = false;
        mira(primeira);
        ouvinte.recomecou(andamento());
    }

    @Override
    public synchronized void recebe(Iterable<ConsumerRecord<byte[], byte[]>> registros) {
        for (var registro : registros) {
            try {
                if (registro.topic().equals(Topico.CONTAS.nome())) {
                    ouvinte.escrita();
                } else {
                    RegistroLido.de(registro).ifPresent(retidos::guarda);
                }
            } catch (RuntimeException e) {
                estranhos.anota(registro, e);
            }
        }
    }

    @Override
    public synchronized void leuAte(Map<TopicPartition, Long> posicoes, Collection<TrechoIlegivel> ilegiveis) {
        lidas = new PosicoesLidas(posicoes, List.copyOf(ilegiveis));
        var novos = avanca();
        ouvinte.leu(andamento(), novos);
    }

    @Override
    public synchronized void fotografado(Fotografia nova) {
        semContato = false;
        ultima = nova;
        recomecar |= livro.voltouAtras(nova) || perdeuOComeco(nova);
        var novos = List.<Corte>of();
        try {
            novos = avanca();
        } finally { // um defeito na conta não esconde o que se sabe do Kafka
            ouvinte.fotografou(nova, andamento(), novos);
        }
    }

    @Override
    public synchronized void semFotografia(String causa) {
        semContato = false;
        ouvinte.semFotografia(causa);
    }

    @Override
    public synchronized void semContato() {
        semContato = true;
        ouvinte.semContato();
    }

    @Override
    public synchronized @Nullable Fotografia ultima() {
        return ultima;
    }

    @Override
    public synchronized boolean recomecar() {
        return recomecar;
    }

    @Override
    public synchronized boolean atrasado() {
        return !semContato && alvo != null && !lidas.alcancaram(alvo);
    }

    @Override
    public synchronized Set<TopicPartition> adiantadas() {
        return retidos.bastam() ? lidas.alem(alvo) : Set.of();
    }

    @Override
    public Map<TopicPartition, Long> porPular() {
        return ouvinte.porPular();
    }

    /** A conta é do que está nos tópicos: o que a retenção, ou um {@code delete-records}, apagou já não está. O relógio pode ter recuado. */
    private boolean perdeuOComeco(Fotografia nova) {
        return Duration.between(contaDesde, relogio.instant()).abs().compareTo(ENTRE_RECOMECOS) > 0
                && nova.inicio().entrySet().stream()
                        .filter(comeco -> !comeco.getKey().topic().equals(Topico.CONTAS.nome()))
                        .anyMatch(comeco -> comeco.getValue() > comecos.getOrDefault(comeco.getKey(), Long.MAX_VALUE));
    }

    private List<Corte> avanca() {
        var novos = new ArrayList<Corte>();
        while (alvo != null || haMaisNova()) {
            var ate = alvo == null ? mira(ultima) : alvo;
            if (ate == null) {
                return novos;
            }
            retidos.entrega(lidas.limita(ate.fim()), this::anota);
            if (!lidas.alcancaram(ate)) {
                return novos;
            }
            corte = livro.corta(ate, lidas.paradas(), ouvinte.pulados());
            novos.add(corte);
            alvo = null;
        }
        return novos;
    }

    private boolean haMaisNova() {
        return ultima != null && corte != null && !ultima.equals(corte.foto());
    }

    private void anota(RegistroLido lido) {
        try {
            livro.anota(lido);
        } catch (RuntimeException e) {
            estranhos.anota(lido.particao(), lido.offset(), e);
        }
    }

    private @Nullable Fotografia mira(@Nullable Fotografia foto) {
        alvo = foto;
        noInicioDoAlvo = lidas;
        return foto;
    }

    private AndamentoDaLeitura andamento() {
        return new AndamentoDaLeitura(lidas, alvo, noInicioDoAlvo, estranhos.frases());
    }
}
