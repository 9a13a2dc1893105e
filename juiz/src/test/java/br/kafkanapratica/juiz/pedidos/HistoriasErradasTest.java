package br.kafkanapratica.juiz.pedidos;

import static br.kafkanapratica.contratos.EtapaDoPipeline.ESTOQUE;
import static br.kafkanapratica.contratos.EtapaDoPipeline.NOTIFICACAO;
import static br.kafkanapratica.contratos.EtapaDoPipeline.PAGAMENTO;
import static br.kafkanapratica.juiz.Anomalia.ABERTO_VISTO;
import static br.kafkanapratica.juiz.Anomalia.DESFEITO_VISTO;
import static br.kafkanapratica.juiz.Anomalia.DUPLICADO;
import static br.kafkanapratica.juiz.Anomalia.ENVIO_PERDIDO;
import static br.kafkanapratica.juiz.Anomalia.LUGAR_TROCADO;
import static br.kafkanapratica.juiz.Anomalia.OFFSET_ANTES_DO_RESULTADO;
import static br.kafkanapratica.juiz.Anomalia.PARADO;
import static br.kafkanapratica.juiz.Anomalia.PERDIDO;
import static br.kafkanapratica.juiz.Anomalia.PULADO;
import static br.kafkanapratica.juiz.Anomalia.RECUSADO_VISTO;
import static br.kafkanapratica.juiz.Anomalia.RELIDO;
import static br.kafkanapratica.juiz.Anomalia.REORDENADO;
import static br.kafkanapratica.juiz.Anomalia.SEM_ORIGEM;
import static br.kafkanapratica.juiz.pedidos.Fita.APROVADOS;
import static br.kafkanapratica.juiz.pedidos.Fita.CONCLUIDOS;
import static br.kafkanapratica.juiz.pedidos.Fita.NOVOS;
import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.juiz.Achado;
import br.kafkanapratica.juiz.Anomalia;
import br.kafkanapratica.juiz.Estado;
import br.kafkanapratica.juiz.Lugar;
import br.kafkanapratica.juiz.Resultado;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Histórias em que se plantou um erro: o juiz diz qual, de quem e onde, e não diz mais nada. */
class HistoriasErradasTest {

    private static final Duration PACIENCIA = Duration.ofSeconds(15);

    /** As que só os saldos têm. */
    private static final Set<Anomalia> DOS_SALDOS = EnumSet.of(
            Anomalia.RESPOSTA_SEM_EXPLICACAO,
            Anomalia.POSICAO_NAO_CUMPRIDA,
            Anomalia.VOLTOU_NO_TEMPO,
            Anomalia.PRONTO_SEM_ESTAR);

    private record Plantada(Anomalia anomalia, String id, Lugar lugar) {
        @Override
        public String toString() {
            return anomalia.nome() + ": " + id + " (" + lugar + ")";
        }
    }

    private record Caso(String nome, UnaryOperator<Fita> fita, List<Plantada> plantadas) {
        @Override
        public String toString() {
            return nome;
        }
    }

    private static Caso caso(String nome, UnaryOperator<Fita> fita, Plantada... plantadas) {
        return new Caso(nome, fita, List.of(plantadas));
    }

    private static Plantada uma(Anomalia anomalia, String id, String topico, long offset) {
        return new Plantada(anomalia, id, new Lugar(topico, 0, offset));
    }

    static Stream<Caso> casos() {
        return Stream.of(
                caso(
                        "o log não tem o último envio confirmado",
                        fita -> fita.envia("a").envio("b", "", Resultado.CONFIRMADO, new Lugar(NOVOS, 0, 1)),
                        uma(ENVIO_PERDIDO, "b", NOVOS, 1)),
                caso(
                        "a cauda do log truncada e sobrescrita: no lugar do confirmado está outro",
                        fita -> fita.envio("a", "", Resultado.CONFIRMADO, new Lugar(NOVOS, 0, 0))
                                .envia("b"),
                        uma(LUGAR_TROCADO, "a", NOVOS, 0)),
                caso(
                        "o envio confirmado está numa transação abortada",
                        fita -> fita.envio("a", "", Resultado.CONFIRMADO, new Lugar(NOVOS, 0, 0))
                                .registro(NOVOS, "a", Estado.DESFEITO),
                        uma(ENVIO_PERDIDO, "a", NOVOS, 0)),
                caso(
                        "de dois envios confirmados da mesma chave só um está no log",
                        fita -> fita.envia("a").envio("a", "", Resultado.CONFIRMADO, new Lugar(NOVOS, 0, 7)),
                        uma(ENVIO_PERDIDO, "a", NOVOS, 7)),
                caso(
                        "o envio confirmado está noutro offset",
                        fita -> fita.envio("a", "", Resultado.CONFIRMADO, new Lugar(NOVOS, 0, 9))
                                .registro(NOVOS, "a"),
                        uma(LUGAR_TROCADO, "a", NOVOS, 9)),
                caso(
                        "dois leitores viram registros diferentes no mesmo offset",
                        fita -> fita.envia("a").anota(Registro.de("outro", new Lugar(NOVOS, 0, 0), fita.agora())),
                        uma(LUGAR_TROCADO, "outro", NOVOS, 0)),
                caso(
                        "uma etapa recebeu o que o log não tem naquele offset",
                        fita -> fita.envia("a").le("estoque-1", NOVOS, 0, "fantasma"),
                        uma(LUGAR_TROCADO, "fantasma", NOVOS, 0)),
                caso(
                        "uma etapa recebeu o que o log já não tem",
                        fita -> fita.envia("a").le("estoque-1", NOVOS, 5, "fantasma"),
                        uma(LUGAR_TROCADO, "fantasma", NOVOS, 5)),
                caso(
                        "no lugar do segundo da mesma chave está um que ninguém enviou",
                        fita -> fita.enviaMarcado("a", "1")
                                .envio("a", "2", Resultado.CONFIRMADO, new Lugar(NOVOS, 0, 1))
                                .marcado(NOVOS, "a", "3"),
                        uma(LUGAR_TROCADO, "a", NOVOS, 1),
                        uma(SEM_ORIGEM, "a", NOVOS, 1)),
                caso(
                        "um envio recusado está no log",
                        fita -> fita.envia("a")
                                .envio("b", "", Resultado.RECUSADO, null)
                                .registro(NOVOS, "b"),
                        uma(RECUSADO_VISTO, "b", NOVOS, 1)),
                caso(
                        "de um recusado e um confirmado da mesma chave, os dois estão no log",
                        fita -> fita.enviaMarcado("a", "1")
                                .envio("a", "2", Resultado.RECUSADO, null)
                                .marcado(NOVOS, "a", "2"),
                        uma(RECUSADO_VISTO, "a", NOVOS, 1)),
                caso(
                        "o estoque gravou o offset e não aprovou",
                        fita -> fita.envia("a", "b")
                                .registro(APROVADOS, "a")
                                .gravou(ESTOQUE, 1)
                                .gravou(ESTOQUE, 2)
                                .registro(CONCLUIDOS, "a")
                                .passam(Duration.ofSeconds(60)),
                        uma(PERDIDO, "b", NOVOS, 1)),
                caso(
                        "de dois pedidos iguais da mesma chave perdeu-se um",
                        fita -> fita.envia("a", "a").registro(APROVADOS, "a").gravou(ESTOQUE, 2),
                        uma(PERDIDO, "a", NOVOS, 1)),
                caso(
                        "o pagamento abortou a transação, mas o offset avançou",
                        fita -> fita.envia("a")
                                .registro(APROVADOS, "a")
                                .gravou(ESTOQUE, 1)
                                .registro(CONCLUIDOS, "a", Estado.DESFEITO)
                                .gravou(PAGAMENTO, 1),
                        uma(PERDIDO, "a", APROVADOS, 0)),
                caso(
                        "de dois pedidos da mesma chave perdeu-se um, e outro saiu em dobro",
                        fita -> fita.enviaMarcado("a", "1")
                                .enviaMarcado("a", "2")
                                .marcado(APROVADOS, "a", "1")
                                .marcado(APROVADOS, "a", "1")
                                .gravou(ESTOQUE, 2),
                        uma(PERDIDO, "a", NOVOS, 1),
                        uma(DUPLICADO, "a", APROVADOS, 1)),
                caso(
                        "aprovado duas vezes",
                        fita -> fita.envia("a").registro(APROVADOS, "a", "a").gravou(ESTOQUE, 1),
                        uma(DUPLICADO, "a", APROVADOS, 1)),
                caso(
                        "aprovado, e também na DLT",
                        fita -> fita.envia("a", "b")
                                .registro(APROVADOS, "a", "b")
                                .rejeita(ESTOQUE, "a", 0)
                                .gravou(ESTOQUE, 2),
                        uma(DUPLICADO, "a", APROVADOS, 0)),
                caso(
                        "um envio sem resposta, gravado duas vezes",
                        fita -> fita.envio("a", "", Resultado.DESCONHECIDO, null)
                                .registro(NOVOS, "a", "a"),
                        uma(DUPLICADO, "a", NOVOS, 1)),
                caso(
                        "concluído sem ter sido aprovado",
                        fita -> fita.envia("a").registro(CONCLUIDOS, "a"),
                        uma(SEM_ORIGEM, "a", CONCLUIDOS, 0)),
                caso(
                        "um pedido que ninguém enviou",
                        fita -> fita.envia("a").registro(NOVOS, "intruso"),
                        uma(SEM_ORIGEM, "intruso", NOVOS, 1)),
                caso(
                        "a DLT diz ter vindo de onde não há nada",
                        fita -> fita.envia("a").rejeita(ESTOQUE, "b", 5),
                        uma(SEM_ORIGEM, "b", NOVOS + "-dlt", 0)),
                caso(
                        "o pagamento concluiu uma aprovação abortada",
                        fita -> fita.envia("a")
                                .registro(APROVADOS, "a", Estado.DESFEITO)
                                .registro(CONCLUIDOS, "a"),
                        uma(DESFEITO_VISTO, "a", CONCLUIDOS, 0)),
                caso(
                        "um leitor viu o que se desfez",
                        fita -> fita.envia("a")
                                .registro(APROVADOS, "a", Estado.DESFEITO)
                                .registro(APROVADOS, "a")
                                .le("pagamento-1", APROVADOS, 0, "a"),
                        uma(DESFEITO_VISTO, "a", APROVADOS, 0)),
                caso(
                        "o pagamento mandou para a DLT uma aprovação abortada",
                        fita -> fita.envia("a")
                                .registro(APROVADOS, "a", Estado.DESFEITO)
                                .rejeita(PAGAMENTO, "a", 0),
                        uma(DESFEITO_VISTO, "a", APROVADOS + "-dlt", 0)),
                caso(
                        "o pagamento concluiu uma aprovação ainda aberta",
                        fita -> fita.envia("a")
                                .registro(APROVADOS, "a", Estado.ABERTO)
                                .registro(CONCLUIDOS, "a"),
                        uma(ABERTO_VISTO, "a", CONCLUIDOS, 0)),
                caso(
                        "um leitor viu o que ainda não se confirmou",
                        fita -> fita.envia("a")
                                .registro(APROVADOS, "a", Estado.ABERTO)
                                .le("pagamento-1", APROVADOS, 0, "a"),
                        uma(ABERTO_VISTO, "a", APROVADOS, 0)),
                caso(
                        "o estoque trocou dois pedidos da mesma chave",
                        fita -> fita.enviaMarcado("a", "1")
                                .enviaMarcado("a", "2")
                                .marcado(APROVADOS, "a", "2")
                                .marcado(APROVADOS, "a", "1")
                                .gravou(ESTOQUE, 2),
                        uma(REORDENADO, "a", APROVADOS, 1)),
                caso(
                        "o pagamento atrasou um de três da mesma chave",
                        fita -> fita.enviaMarcado("a", "1")
                                .enviaMarcado("a", "2")
                                .enviaMarcado("a", "3")
                                .marcado(APROVADOS, "a", "1")
                                .marcado(APROVADOS, "a", "2")
                                .marcado(APROVADOS, "a", "3")
                                .marcado(CONCLUIDOS, "a", "2")
                                .marcado(CONCLUIDOS, "a", "3")
                                .marcado(CONCLUIDOS, "a", "1"),
                        uma(REORDENADO, "a", CONCLUIDOS, 2)),
                caso(
                        "o log tem antes o que foi enviado depois",
                        fita -> fita.envio("a", "", Resultado.CONFIRMADO, new Lugar(NOVOS, 0, 1))
                                .envio("a", "", Resultado.CONFIRMADO, new Lugar(NOVOS, 0, 0))
                                .registro(NOVOS, "a", "a"),
                        uma(REORDENADO, "a", NOVOS, 0)),
                caso(
                        "o log tem antes o que foi enviado depois, e é de outra chave",
                        fita -> fita.envio("a", "", Resultado.CONFIRMADO, new Lugar(NOVOS, 0, 1))
                                .envio("b", "", Resultado.CONFIRMADO, new Lugar(NOVOS, 0, 0))
                                .registro(NOVOS, "b", "a"),
                        uma(REORDENADO, "b", NOVOS, 0)),
                caso(
                        "o estoque passou do primeiro ao terceiro",
                        fita -> fita.envia("a", "b", "c")
                                .le("estoque-1", NOVOS, 0, "a")
                                .le("estoque-1", NOVOS, 2, "c"),
                        uma(PULADO, "b", NOVOS, 1)),
                caso(
                        "dois leitores, e só um pulou; a marca de transação não conta",
                        fita -> fita.envia("a")
                                .registro(APROVADOS, "a")
                                .marcaDeTransacao(APROVADOS)
                                .registro(APROVADOS, "a", Estado.DESFEITO)
                                .envia("b", "c")
                                .registro(APROVADOS, "b", "c")
                                .le("p-1", APROVADOS, 0, "a")
                                .le("p-2", APROVADOS, 0, "a")
                                .le("p-1", APROVADOS, 3, "b")
                                .le("p-2", APROVADOS, 4, "c")
                                .le("p-1", APROVADOS, 4, "c"),
                        uma(PULADO, "b", APROVADOS, 3)),
                caso(
                        "o mesmo leitor viu duas vezes o mesmo",
                        fita -> fita.envia("a").le("estoque-1", NOVOS, 0, "a").le("estoque-1", NOVOS, 0, "a"),
                        uma(RELIDO, "a", NOVOS, 0)),
                caso(
                        "o mesmo leitor voltou atrás",
                        fita -> fita.envia("a", "b")
                                .le("estoque-1", NOVOS, 0, "a")
                                .le("estoque-1", NOVOS, 1, "b")
                                .le("estoque-1", NOVOS, 0, "a"),
                        uma(RELIDO, "a", NOVOS, 0)),
                caso(
                        "o pedido ficou, e ninguém o pegou",
                        fita -> fita.envia("a", "b").passam(Duration.ofSeconds(20)),
                        uma(PARADO, "a", NOVOS, 0)),
                caso(
                        "voltou 16 s depois de acabar a falha",
                        fita -> fita.envia("a")
                                .falha("kill -9", ESTOQUE, Duration.ofSeconds(60))
                                .passam(Duration.ofSeconds(15))
                                .registro(APROVADOS, "a"),
                        uma(PARADO, "a", NOVOS, 0)),
                caso(
                        "parada desde antes da falha, que a despertou",
                        fita -> fita.envia("a")
                                .passam(Duration.ofSeconds(60))
                                .falha("kill -9", ESTOQUE, Duration.ofSeconds(8))
                                .registro(APROVADOS, "a"),
                        uma(PARADO, "a", NOVOS, 0)),
                caso(
                        "parada entre duas falhas",
                        fita -> fita.envia("a")
                                .falha("kill -9", ESTOQUE, Duration.ofSeconds(8))
                                .passam(Duration.ofSeconds(16))
                                .falha("kill -9", ESTOQUE, Duration.ofSeconds(8))
                                .registro(APROVADOS, "a"),
                        uma(PARADO, "a", NOVOS, 0)),
                caso(
                        "a falha era de outra etapa",
                        fita -> fita.envia("a")
                                .falha("kill -9", PAGAMENTO, Duration.ofSeconds(60))
                                .registro(APROVADOS, "a"),
                        uma(PARADO, "a", NOVOS, 0)),
                caso(
                        "o aviso não anda",
                        fita -> fita.envia("a", "b")
                                .registro(APROVADOS, "a", "b")
                                .registro(CONCLUIDOS, "a", "b")
                                .gravou(NOTIFICACAO, 1)
                                .passam(Duration.ofSeconds(30))
                                .gravou(NOTIFICACAO, 1),
                        uma(PARADO, "b", CONCLUIDOS, 1)),
                caso(
                        "o aviso andou, mas tarde",
                        fita -> fita.envia("a")
                                .registro(APROVADOS, "a")
                                .registro(CONCLUIDOS, "a")
                                .gravou(NOTIFICACAO, 0)
                                .passam(Duration.ofSeconds(30))
                                .gravou(NOTIFICACAO, 0)
                                .gravou(NOTIFICACAO, 1),
                        uma(PARADO, "a", CONCLUIDOS, 0)),
                caso(
                        "uma partição não anda, e os que chegam depois às outras passam à frente",
                        fita -> fita.envia("a").tudoNaParticao1(30),
                        uma(PARADO, "a", NOVOS, 0)),
                caso(
                        "o offset antes do resultado (etapa sem transação)",
                        fita -> fita.envia("a").gravou(ESTOQUE, 1).registro(APROVADOS, "a"),
                        uma(OFFSET_ANTES_DO_RESULTADO, "a", NOVOS, 0)),
                caso(
                        "o offset antes da DLT",
                        fita -> fita.envia("a", "b")
                                .registro(APROVADOS, "a")
                                .gravou(ESTOQUE, 2)
                                .rejeita(ESTOQUE, "b", 1),
                        uma(OFFSET_ANTES_DO_RESULTADO, "b", NOVOS, 1)),
                caso(
                        "o offset muito antes do resultado, pelos relógios",
                        fita -> fita.envia("a")
                                .gravouSemFins(ESTOQUE, 1)
                                .falha("pausa", null, Duration.ofSeconds(20))
                                .registro(APROVADOS, "a"),
                        uma(OFFSET_ANTES_DO_RESULTADO, "a", NOVOS, 0)),
                caso(
                        "dois erros de pedidos diferentes",
                        fita -> fita.envia("a", "b", "c")
                                .registro(APROVADOS, "a", "c", "c")
                                .gravou(ESTOQUE, 3),
                        uma(PERDIDO, "b", NOVOS, 1),
                        uma(DUPLICADO, "c", APROVADOS, 2)));
    }

    @ParameterizedTest
    @MethodSource("casos")
    void cadaErroPeloNome(Caso caso) {
        var veredito =
                new JuizDosPedidos(PACIENCIA).julga(caso.fita.apply(new Fita()).fim());

        assertThat(veredito.achados())
                .as("%s", veredito)
                .extracting(achado -> new Plantada(achado.anomalia(), achado.id(), achado.lugar()))
                .containsExactlyInAnyOrderElementsOf(caso.plantadas);
        assertThat(veredito.achados()).extracting(Achado::quando).doesNotContainNull();
    }

    @Test
    void cadaAnomaliaFoiPlantadaPeloMenosDuasVezes() {
        var vezes = casos().flatMap(caso -> caso.plantadas.stream())
                .collect(Collectors.groupingBy(Plantada::anomalia, Collectors.counting()));

        assertThat(Arrays.stream(Anomalia.values()).filter(anomalia -> !DOS_SALDOS.contains(anomalia)))
                .allSatisfy(anomalia -> assertThat(vezes.getOrDefault(anomalia, 0L))
                        .as(anomalia.nome())
                        .isGreaterThanOrEqualTo(2));
        assertThat(casos().count()).isGreaterThanOrEqualTo(25);
    }
}
