package br.kafkanapratica.testes.sistema;

import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.juiz.Anomalia;
import br.kafkanapratica.juiz.Lugar;
import br.kafkanapratica.juiz.kafka.Marca;
import br.kafkanapratica.juiz.pedidos.Envio;
import br.kafkanapratica.juiz.pedidos.HistoriaDosPedidos;
import br.kafkanapratica.juiz.pedidos.JuizDosPedidos;
import br.kafkanapratica.juiz.saldos.HistoriaDosSaldos;
import br.kafkanapratica.testes.ClienteDeTeste;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** O que absolve os programas certos condena os errados, pelo nome: as mesmas testemunhas e o mesmo juiz do {@link CaosIT}. */
@Tag("completo")
@Tag("longo")
class ProgramasErradosIT {

    @ParameterizedTest
    @CsvSource({"SEM_TRANSACAO, DUPLICADO", "LEITOR_QUE_PULA, PERDIDO", "ID_FIXO, PERDIDO"})
    void oErradoECondenado(EstoqueErrado errado, Anomalia anomalia) {
        var historia = new HistoriaDosPedidos();
        try (var pipeline = new Pipeline()) {
            var servidores = pipeline.broker().servidores();
            envia(pipeline.kafka(), historia);
            try (var testemunha = new Testemunha(servidores, historia, new HistoriaDosSaldos())) {
                errado.trabalha(servidores);
                testemunha.close();
                testemunha.lePorInteiro(pipeline.kafka());
            }
        }
        var veredito = new JuizDosPedidos(Duration.ofMinutes(10)).julga(historia);
        assertThat(veredito.achados(anomalia))
                .as("%s", veredito)
                .isNotEmpty()
                .allSatisfy(
                        achado -> assertThat(achado.lugar()).as("%s", achado).isNotNull());
        assertThat(veredito.achados()).as("%s", veredito).hasSameSizeAs(veredito.achados(anomalia));
    }

    private static void envia(ClienteDeTeste kafka, HistoriaDosPedidos historia) {
        for (int i = 0; i < EstoqueErrado.PEDIDOS; i++) {
            var id = UUID.randomUUID().toString();
            var inicio = Instant.now();
            var onde = kafka.escreve(Topico.NOVOS_PEDIDOS.nome(), id, Pipeline.novo(id));
            historia.anota(Envio.confirmado(
                            id, new Lugar(onde.topic(), onde.partition(), onde.offset()), inicio, Instant.now())
                    .comMarca(Marca.de(ClienteDeTeste.bytes(Pipeline.novo(id)))));
        }
    }
}
