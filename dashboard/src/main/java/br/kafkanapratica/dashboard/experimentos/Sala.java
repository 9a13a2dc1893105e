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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.CommonClientConfigs;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.stereotype.Component;

/** O experimento que se está fazendo, e o caderno. Para várias threads. */
@Component
class Sala implements DisposableBean {

    private final Caderno caderno;
    private final Fontes fontes;
    private final Clock relogio;

    /** O único que se olha: quem começa outro deixa este. */
    private @Nullable Estudo atual;

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

    List<Folha> folhas() {
        return caderno.folhas();
    }

    /** @throws IllegalArgumentException se a previsão não é uma das alternativas */
    synchronized Estudo comeca(Experimento experimento, String previsao) {
        return guarda(Estudo.comeca(experimento, previsao, caderno, fontes, relogio));
    }

    /** O que está no caderno; se falta algo, e outro não o interrompeu, passa a ser observado. Vazio se não se começou. */
    synchronized Optional<Estudo> estudo(Experimento experimento) {
        return caderno.folha(experimento.id()).map(folha -> {
            var aberto = atual;
            if (aberto != null
                    && aberto.folha().experimento().equals(folha.experimento())
                    && aberto.folha().inicio().equals(folha.inicio())
                    && (aberto.observando() || aberto.folha().completa())) {
                return aberto;
            }
            var estudo = Estudo.continua(experimento, folha, caderno, fontes, relogio);
            return estudo.observando() ? guarda(estudo) : estudo;
        });
    }

    synchronized void apaga(Experimento experimento) {
        caderno.apaga(experimento.id());
        if (atual != null && atual.experimento().id().equals(experimento.id())) {
            destroy();
        }
    }

    private Estudo guarda(Estudo estudo) {
        destroy();
        atual = estudo;
        return estudo;
    }

    @Override
    public synchronized void destroy() {
        if (atual != null) {
            atual.close();
            atual = null;
        }
    }
}
