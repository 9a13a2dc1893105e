package br.kafkanapratica.etapa;

import br.kafkanapratica.etapa.Impedimentos.Assunto;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.RetriableException;

/** Se a etapa pode trabalhar: o Kafka responde, os tópicos estão como deviam, o grupo a deixa entrar. De uma thread. */
final class Condicoes {

    private static final int SEM_RESPOSTA = 5;

    private final String servidores;
    private final ComandosDoKafka comandos;
    private final ClienteAdmin admin;
    private final Conferencia conferencia;
    private final EntradaNoGrupo entrada;
    private final Impedimentos impedimentos;
    private final Avisos avisos;
    private final Runnable aoVoltarOKafka;
    private int semResposta; // vezes seguidas

    Condicoes(
            String servidores,
            ComandosDoKafka comandos,
            ClienteAdmin admin,
            Conferencia conferencia,
            EntradaNoGrupo entrada,
            Impedimentos impedimentos,
            Avisos avisos,
            Runnable aoVoltarOKafka) {
        this.servidores = servidores;
        this.comandos = comandos;
        this.admin = admin;
        this.conferencia = conferencia;
        this.entrada = entrada;
        this.impedimentos = impedimentos;
        this.avisos = avisos;
        this.aoVoltarOKafka = aoVoltarOKafka;
    }

    /**
     * @param noGrupo se o consumidor está nele
     * @param iniciada se há consumidor
     */
    boolean deixam(boolean noGrupo, boolean iniciada) throws InterruptedException {
        return kafkaETopicos(iniciada) && entrada.confere(admin.admin(), noGrupo, iniciada);
    }

    private boolean kafkaETopicos(boolean iniciada) throws InterruptedException {
        try {
            var resultado = resultado();
            semResposta = 0;
            if (impedimentos.tem(Assunto.KAFKA)) {
                aoVoltarOKafka.run();
            }
            impedimentos.tira(Assunto.KAFKA, iniciada ? "O Kafka voltou." : "");
            if (resultado.impede() == null) {
                impedimentos.tira(Assunto.TOPICOS, "Os tópicos estão como deviam.");
            } else {
                impedimentos.poe(Assunto.TOPICOS, resultado.impede());
            }
            avisos.sao(resultado.avisos());
            return resultado.impede() == null;
        } catch (ExecutionException | KafkaException e) {
            entrada.recomeca();
            if (++semResposta % SEM_RESPOSTA == 0) {
                admin.esquece(); // a thread dele pode ter morrido, e então não alcançaria mais nada
            }
            impedimentos.poe(Assunto.KAFKA, semKafka(e));
            return false;
        }
    }

    /** Uma recusa (senha, certificado) não passa com a espera: dita como falta de resposta, mandaria procurar na rede. */
    private String semKafka(Exception erro) {
        if (erro instanceof KafkaException) { // nem se fez o cliente
            return "Não alcanço o Kafka em %s (%s); continuo tentando. %s"
                    .formatted(servidores, Diagnostico.motivo(Diagnostico.raiz(erro)), comandos.semKafka());
        }
        var recusa = erro.getCause();
        if (!(recusa instanceof ApiException) || recusa instanceof RetriableException) {
            return "Não alcanço o Kafka em %s; continuo tentando. %s".formatted(servidores, comandos.semKafka());
        }
        return "O Kafka em %s recusa o que peço: %s; continuo tentando.%s"
                .formatted(
                        servidores,
                        Diagnostico.comRaiz(recusa),
                        recusa instanceof AuthenticationException
                                ? " Confira a segurança em spring.kafka (security.protocol, sasl.*, ssl.*)"
                                : "");
    }

    private Conferencia.Resultado resultado() throws ExecutionException, InterruptedException {
        try {
            return conferencia.confere(admin.admin());
        } catch (ExecutionException e) {
            if (semResposta > 0) {
                throw e;
            }
            return conferencia.confere(admin.admin()); // uma resposta que só demorou não é uma queda
        }
    }
}
