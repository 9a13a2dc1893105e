package br.kafkanapratica.dashboard.experimentos;

import br.kafkanapratica.dashboard.DashboardProperties;
import br.kafkanapratica.dashboard.lab.LabProperties;
import br.kafkanapratica.experimentos.Experimento;
import br.kafkanapratica.experimentos.controle.ControleDoLab;
import br.kafkanapratica.experimentos.estudo.Caderno;
import br.kafkanapratica.experimentos.estudo.Estudo;
import br.kafkanapratica.experimentos.estudo.Folha;
import br.kafkanapratica.experimentos.fatos.Coletor.Fontes;
import br.kafkanapratica.experimentos.fatos.Laboratorio;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.CommonClientConfigs;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.stereotype.Component;

/** Os experimentos que se estão fazendo, e o caderno. Para várias threads. */
@Component
class Sala implements DisposableBean {

    /** Cada um olha o Kafka duas vezes por segundo: os que se deixaram para trás param de olhar, e a folha fica. */
    private static final int ABERTOS = 3;

    private final Caderno caderno;
    private final Fontes fontes;
    private final Clock relogio;
    private final Map<String, Estudo> abertos = new LinkedHashMap<>(16, 0.75f, true);

    @Autowired
    Sala(DashboardProperties propriedades, LabProperties lab, KafkaConnectionDetails conexao, Clock relogio) {
        this(new Caderno(propriedades.caderno()), fontes(propriedades, lab, conexao), relogio);
    }

    Sala(Caderno caderno, Fontes fontes, Clock relogio) {
        this.caderno = caderno;
        this.fontes = fontes;
        this.relogio = relogio;
    }

    private static Fontes fontes(DashboardProperties propriedades, LabProperties lab, KafkaConnectionDetails conexao) {
        var controle = lab.controle();
        var saldos = propriedades.saldoServiceDaqui();
        return new Fontes(
                Map.of(
                        CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                        conexao.getBootstrapServers(),
                        CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                        1000),
                saldos == null ? propriedades.saldoService() : saldos,
                controle == null ? Laboratorio.NENHUM : Laboratorio.de(ControleDoLab.em(controle)));
    }

    /** Quantos se observam agora. */
    synchronized int abertos() {
        return abertos.size();
    }

    List<Folha> folhas() {
        return caderno.folhas();
    }

    /** @throws IllegalArgumentException se a previsão não é uma das alternativas */
    synchronized Estudo comeca(Experimento experimento, String previsao) {
        return guarda(Estudo.comeca(experimento, previsao, caderno, fontes, relogio));
    }

    /** O que está no caderno; se falta algo, passa a ser observado. Vazio se não se começou. */
    synchronized Optional<Estudo> estudo(Experimento experimento) {
        var folha = caderno.folha(experimento.id());
        var aberto = abertos.get(experimento.id());
        if (folha.isEmpty()) {
            fecha(experimento);
            return Optional.empty();
        }
        if (aberto != null
                && aberto.folha().inicio().equals(folha.get().inicio())
                && (aberto.observando() || aberto.folha().completa())) {
            return Optional.of(aberto);
        }
        return Optional.of(guarda(Estudo.continua(experimento, folha.get(), caderno, fontes, relogio)));
    }

    synchronized void arranca(Experimento experimento) {
        fecha(experimento);
        caderno.arranca(experimento.id());
    }

    private void fecha(Experimento experimento) {
        var aberto = abertos.remove(experimento.id());
        if (aberto != null) {
            aberto.close();
        }
    }

    private Estudo guarda(Estudo estudo) {
        fecha(estudo.experimento());
        abertos.put(estudo.experimento().id(), estudo);
        if (abertos.size() > ABERTOS) {
            fecha(abertos.values().iterator().next().experimento());
        }
        return estudo;
    }

    @Override
    public synchronized void destroy() {
        abertos.values().forEach(Estudo::close);
        abertos.clear();
    }
}
