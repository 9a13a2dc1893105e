package br.kafkanapratica.estado.spring;

import br.kafkanapratica.estado.AjustesDoLog;
import br.kafkanapratica.estado.Conselhos;
import br.kafkanapratica.estado.LogSeguido;
import br.kafkanapratica.estado.Projecao;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Faz os {@link LogSeguido} de um programa: o Kafka é o de {@code spring.kafka}; o resto, o de {@code kafka.estado}. */
public final class LogsSeguidos {

    private static final Logger log = LoggerFactory.getLogger(LogsSeguidos.class);

    private final Map<String, Object> cliente;
    private final AjustesDoLog ajustes;
    private final EstadoProperties daqui;
    private final Set<String> topicos = new ConcurrentSkipListSet<>();

    LogsSeguidos(Map<String, Object> cliente, AjustesDoLog ajustes, EstadoProperties daqui) {
        this.cliente = cliente;
        this.ajustes = ajustes;
        this.daqui = daqui;
    }

    static LogsSeguidos de(ConexaoDoSpringBoot conexao, EstadoProperties daqui, Conselhos conselhos) {
        return new LogsSeguidos(
                conexao.cliente(daqui.cliente()),
                AjustesDoLog.padrao()
                        .comVerificacao(daqui.verificacao())
                        .comSemSinalDeVida(daqui.semSinalDeVida())
                        .comAdministracao(conexao.administracao(daqui.cliente()))
                        .comConselhos(conselhos),
                daqui);
    }

    /** Com o que cada consumidor se faz. */
    Map<String, Object> cliente() {
        return cliente;
    }

    /**
     * O que se faz deste tópico; como bean, começa e acaba com o programa.
     *
     * @param nova um estado vazio, a cada reconstrução
     * @throws br.kafkanapratica.leitura.AjusteContrario se um ajuste desfaria uma garantia
     */
    public <P extends Projecao> LogSeguido<P> segue(String topico, Supplier<? extends P> nova) {
        return segue(topico, nova, UnaryOperator.identity());
    }

    /**
     * Como {@link #segue(String, Supplier)}, com o que é só deste log; por exemplo
     * {@code ajustes -> ajustes.comCopia(AjustesDaCopia.em(pasta))}.
     *
     * @param seus recebe os ajustes que este log teria, e devolve os que terá
     */
    public <P extends Projecao> LogSeguido<P> segue(
            String topico, Supplier<? extends P> nova, UnaryOperator<AjustesDoLog> seus) {
        topicos.add(topico);
        return LogSeguido.de(
                topico, cliente, nova, seus.apply(ajustes.comPulos(daqui.pular().getOrDefault(topico, List.of()))));
    }

    /** Um nome que não é o de nenhum tópico daqui: o trecho não se pularia, e ninguém saberia por quê. */
    void avisaDosPulosDeNinguem() {
        var deNinguem = new TreeSet<>(daqui.pular().keySet());
        deNinguem.removeAll(topicos);
        if (!deNinguem.isEmpty()) {
            log.warn("kafka.estado.pular diz trechos de {}, que nenhum log daqui segue (são {}).", deNinguem, topicos);
        }
    }
}
