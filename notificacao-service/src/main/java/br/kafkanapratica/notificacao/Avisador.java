package br.kafkanapratica.notificacao;

import br.kafkanapratica.etapa.Entrega;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * O protocolo do aviso: anunciar no Kafka até onde se vai avisar, confirmar que a partição ainda é desta instância, e avisar.
 *
 * <p>Por mais que uma instância pare entre dois destes atos, e por mais instâncias que haja, cada pedido sai no máximo uma vez
 * sem {@code (reenvio)}: sem a marca sai só quem a {@link Intencao} passou de aquém a além dele, e a passagem é uma só. Pode
 * ser usado de várias threads, uma por partição.
 */
@Component
class Avisador implements Entrega<String> {

    private final Avisados avisados;
    private final Intencao intencao;
    private final Correio correio;

    @Autowired
    Avisador(Intencao intencao, Correio correio) {
        this(new Avisados(), intencao, correio);
    }

    Avisador(Avisados avisados, Intencao intencao, Correio correio) {
        this.avisados = avisados;
        this.intencao = intencao;
        this.correio = correio;
    }

    @Override
    public void entrega(Lote<String> lote) {
        avisa(
                lote.membro(),
                lote.inicios(),
                lote.feitos().stream()
                        .map(feito -> new Aviso(feito.registro(), feito.resultado(), feito.traceId()))
                        .toList());
    }

    /**
     * @param membro quem esta instância é no grupo, sabido antes de tratar o lote
     * @param inicios onde o lote começa em cada partição
     * @throws RuntimeException se algum aviso pode não ter saído: o lote tem de voltar
     */
    void avisa(ConsumerGroupMetadata membro, Map<TopicPartition, OffsetAndMetadata> inicios, List<Aviso> avisos) {
        var novos = avisados.faltam(avisos);
        if (novos.isEmpty()) {
            return;
        }
        var anuncio = intencao.anuncia(membro, inicios, novos);
        var carta = correio.redige(novos.stream()
                .map(aviso -> aviso.linha(anuncio.talvezJaAvisado(aviso.registro())))
                .toList());
        anuncio.confirma();
        correio.entrega(carta);
        avisados.anota(novos);
    }

    /** Estas partições chegaram agora: outra instância pode ter avisado delas. */
    @Override
    public void recebe(Collection<TopicPartition> particoes) {
        intencao.esquece(particoes);
    }
}
