package br.kafkanapratica.etapa;

import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.etapa.Impedimentos.Assunto;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.net.ssl.SSLHandshakeException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CondicoesTest {

    private final AdminDeMentira kafka = new AdminDeMentira();
    private final Impedimentos impedimentos = new Impedimentos("ALERTAS");
    private final Avisos avisos = new Avisos("ALERTAS");
    private final AtomicInteger voltas = new AtomicInteger();
    private final AtomicInteger admins = new AtomicInteger();
    private final ComandosDoKafka comandos = ComandosDoKafka.deFabrica("kafka:9092");
    private final Diagnostico diagnostico = new Diagnostico(comandos, "medidas-dlt");
    private final Condicoes condicoes = condicoes("alertas", kafka::admin);

    private Condicoes condicoes(String destino, Supplier<Admin> admin) {
        return new Condicoes(
                "kafka:9092",
                comandos,
                new ClienteAdmin(() -> {
                    admins.incrementAndGet();
                    return admin.get();
                }),
                new Conferencia("medidas", "medidas-dlt", List.of(destino), diagnostico),
                new EntradaNoGrupo("grupo_alertas", false, diagnostico, impedimentos, System::nanoTime),
                impedimentos,
                avisos,
                voltas::incrementAndGet);
    }

    @BeforeEach
    void cria() {
        kafka.topicos.putAll(Map.of("medidas", 3, "medidas-dlt", 3, "alertas", 3));
    }

    @Test
    void comTudoComoDeviaDeixam() throws InterruptedException {
        assertThat(condicoes.deixam(false, false)).isTrue();
        assertThat(impedimentos.motivo()).isNull();
        assertThat(avisos.atuais()).isEmpty();
    }

    @Test
    void semODestinoOuSemADltNaoDeixam_eODizemComOComando() throws InterruptedException {
        kafka.topicos.remove("alertas");
        kafka.topicos.remove("medidas-dlt");
        assertThat(condicoes.deixam(false, false)).isFalse();
        assertThat(impedimentos.motivo())
                .isEqualTo(
                        "Faltam os tópicos alertas, medidas-dlt; espero por eles. Crie-os com: kafka-topics.sh --bootstrap-server kafka:9092 --create --topic alertas && kafka-topics.sh --bootstrap-server kafka:9092 --create --topic medidas-dlt --partitions 3 --config max.message.bytes=2097152");

        cria();
        assertThat(condicoes.deixam(false, false)).isTrue();
        assertThat(impedimentos.motivo()).isNull();
    }

    /** Uma DLT de fábrica seria logo dada por pequena. */
    @Test
    void aDltQueFaltaCriaSeComoDeviaSer() throws InterruptedException {
        kafka.topicos.remove("medidas-dlt");
        kafka.configuracoes.put("medidas", Map.of("max.message.bytes", "3000000"));
        assertThat(condicoes.deixam(false, false)).isFalse();
        assertThat(impedimentos.motivo())
                .endsWith("--create --topic medidas-dlt --partitions 3 --config max.message.bytes=4048564");

        kafka.topicos.remove("medidas");
        assertThat(condicoes("alertas", kafka::admin).deixam(false, false)).isFalse();
        assertThat(impedimentos.motivo())
                .as("as partições da entrada, que também falta, não se sabem")
                .endsWith("--create --topic medidas-dlt --config max.message.bytes=2097152");
    }

    @Test
    void oQueNaoEstaComoDeviaMasDeixaTrabalharEUmAviso() throws InterruptedException {
        kafka.topicos.put("medidas-dlt", 1);
        kafka.configuracoes.put("medidas-dlt", Map.of("max.message.bytes", "1000", "cleanup.policy", "compact"));
        assertThat(condicoes.deixam(false, false)).isTrue();
        assertThat(avisos.atuais())
                .hasSize(3)
                .anyMatch(aviso -> aviso.startsWith("medidas-dlt tem 1 partições e medidas tem 3"))
                .anyMatch(aviso -> aviso.startsWith("medidas-dlt tem cleanup.policy=compact"))
                .anyMatch(aviso -> aviso.startsWith("medidas-dlt tem max.message.bytes=1000"));
    }

    /** O estado que outro programa acompanha: o conselho de não o compactar o apagaria. */
    @Test
    void oDestinoPodeSerCompactado() throws InterruptedException {
        kafka.configuracoes.put("alertas", Map.of("cleanup.policy", "compact"));
        assertThat(condicoes.deixam(false, false)).isTrue();
        assertThat(avisos.atuais()).isEmpty();
    }

    /** Com os 2 MiB de sempre, o que passa disso chegaria à DLT sem o valor, e ninguém o saberia antes. */
    @Test
    void aDltTemDeAceitarTudoOQueCabeNaEntrada() throws InterruptedException {
        kafka.configuracoes.put("medidas", Map.of("max.message.bytes", "3000000"));
        kafka.configuracoes.put("medidas-dlt", Map.of("max.message.bytes", "2097152"));
        assertThat(condicoes.deixam(false, false)).isTrue();
        assertThat(avisos.atuais())
                .singleElement()
                .asString()
                .startsWith("medidas-dlt tem max.message.bytes=2097152, e devia ter pelo menos 4048564.")
                .endsWith("--entity-name medidas-dlt --add-config max.message.bytes=4048564");
    }

    @Test
    void aDltNaoPrecisaDeAceitarOQueNaoIriaInteiro() {
        assertThat(Diagnostico.maiorDaDlt(1000)).isEqualTo(2_097_152);
        assertThat(Diagnostico.maiorDaDlt(Escrita.MAIOR_DE_FABRICA)).isEqualTo(2_097_152);
        assertThat(Diagnostico.maiorDaDlt(Integer.MAX_VALUE))
                .isGreaterThan(RegistroDaDlt.MAIOR_INTEIRO)
                .isEqualTo(Diagnostico.maiorDaDlt(RegistroDaDlt.MAIOR_INTEIRO));
    }

    /** Numa máquina lenta, a primeira conversa com o broker pode passar do prazo. */
    @Test
    void aPrimeiraRespostaQueDemoraNaoEUmaQueda() throws InterruptedException {
        impedimentos.inicio("ainda não falei com o Kafka");
        kafka.demoras = 1;
        assertThat(condicoes.deixam(false, false)).isTrue();
        assertThat(impedimentos.motivo()).isNull();
    }

    /** Esperar não cura uma senha errada, e procurar na rede também não. */
    @Test
    void oKafkaQueRecusaNaoEDitoForaDoAr_eSeSabePorQue() throws InterruptedException {
        kafka.recusa = new SaslAuthenticationException("Authentication failed: Invalid username or password");
        assertThat(condicoes.deixam(false, false)).isFalse();
        assertThat(impedimentos.motivo())
                .startsWith(
                        "O Kafka em kafka:9092 recusa o que peço: Authentication failed: Invalid username or password")
                .contains("sasl.*");

        kafka.recusa = new SslAuthenticationException(
                "SSL handshake failed", new SSLHandshakeException("PKIX path building failed"));
        assertThat(condicoes.deixam(false, false)).isFalse();
        assertThat(impedimentos.motivo()).contains("SSL handshake failed", "PKIX path building failed");

        kafka.recusa = null;
        assertThat(condicoes.deixam(false, false)).isTrue();
        assertThat(impedimentos.motivo()).isNull();
    }

    /** Por exemplo um truststore que não existe. */
    @Test
    void seNemOClienteSeFazDizSePorQue() throws InterruptedException {
        var semCliente = condicoes("alertas", () -> {
            throw new KafkaException("Failed to create new KafkaAdminClient", new NoSuchFileException("/tls/ca.jks"));
        });
        assertThat(semCliente.deixam(false, false)).isFalse();
        assertThat(impedimentos.motivo()).startsWith("Não alcanço o Kafka em kafka:9092 (/tls/ca.jks)");
    }

    @Test
    void oNomeQueOKafkaNaoAceitaEDito() throws InterruptedException {
        assertThat(condicoes("meus alertas", kafka::admin).deixam(false, false)).isFalse();
        assertThat(impedimentos.motivo()).startsWith("O Kafka não aceita o nome de meus alertas:");
    }

    @Test
    void semOKafkaNaoDeixam_eQuandoVoltaOQueEsperavaSeApressa() throws InterruptedException {
        kafka.responde = false;
        for (int i = 0; i < 5; i++) {
            assertThat(condicoes.deixam(true, true)).isFalse();
        }
        assertThat(impedimentos.motivo()).startsWith("Não alcanço o Kafka em kafka:9092; continuo tentando.");
        assertThat(voltas).hasValue(0);

        kafka.responde = true;
        assertThat(condicoes.deixam(true, true)).isTrue();
        assertThat(impedimentos.tem(Assunto.KAFKA)).isFalse();
        assertThat(voltas).hasValue(1);
        assertThat(admins).hasValue(2); // a thread do primeiro pode ter morrido
    }
}
