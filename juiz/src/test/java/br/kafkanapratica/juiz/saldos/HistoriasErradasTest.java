package br.kafkanapratica.juiz.saldos;

import static br.kafkanapratica.juiz.Anomalia.ABERTO_VISTO;
import static br.kafkanapratica.juiz.Anomalia.DESFEITO_VISTO;
import static br.kafkanapratica.juiz.Anomalia.DUPLICADO;
import static br.kafkanapratica.juiz.Anomalia.ENVIO_PERDIDO;
import static br.kafkanapratica.juiz.Anomalia.LUGAR_TROCADO;
import static br.kafkanapratica.juiz.Anomalia.PARADO;
import static br.kafkanapratica.juiz.Anomalia.POSICAO_NAO_CUMPRIDA;
import static br.kafkanapratica.juiz.Anomalia.PRONTO_SEM_ESTAR;
import static br.kafkanapratica.juiz.Anomalia.RECUSADO_VISTO;
import static br.kafkanapratica.juiz.Anomalia.RESPOSTA_SEM_EXPLICACAO;
import static br.kafkanapratica.juiz.Anomalia.VOLTOU_NO_TEMPO;
import static br.kafkanapratica.juiz.saldos.Fita.json;
import static org.assertj.core.api.Assertions.assertThat;

import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.juiz.Achado;
import br.kafkanapratica.juiz.Anomalia;
import br.kafkanapratica.juiz.Estado;
import br.kafkanapratica.juiz.Lugar;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Histórias em que se plantou um erro: o juiz diz qual, de quem e onde, e não diz mais nada. */
class HistoriasErradasTest {

    private static final Duration PACIENCIA = Duration.ofSeconds(15);

    private static final Set<Anomalia> DOS_SALDOS = EnumSet.of(
            ENVIO_PERDIDO,
            RECUSADO_VISTO,
            LUGAR_TROCADO,
            DUPLICADO,
            DESFEITO_VISTO,
            ABERTO_VISTO,
            PARADO,
            RESPOSTA_SEM_EXPLICACAO,
            POSICAO_NAO_CUMPRIDA,
            VOLTOU_NO_TEMPO,
            PRONTO_SEM_ESTAR);

    private record Plantada(
            Anomalia anomalia, String id, @Nullable Lugar lugar) {}

    private record Caso(String nome, UnaryOperator<Fita> fita, List<Plantada> plantadas) {
        @Override
        public String toString() {
            return nome;
        }
    }

    private static Caso caso(String nome, UnaryOperator<Fita> fita, Plantada... plantadas) {
        return new Caso(nome, fita, List.of(plantadas));
    }

    private static Plantada uma(Anomalia anomalia, String id, int particao, long offset) {
        return new Plantada(anomalia, id, new Lugar(Topico.Nome.CONTAS, particao, offset));
    }

    private static Plantada uma(Anomalia anomalia, String id) {
        return new Plantada(anomalia, id, null);
    }

    static Stream<Caso> casos() {
        return Stream.of(
                caso(
                        "a última escrita confirmada não está no log",
                        fita -> fita.escreve("a", 1, 0, 0).confirmada("a", json("a", 2), 0, 1),
                        uma(ENVIO_PERDIDO, "a", 0, 1)),
                caso(
                        "a última escrita confirmada esteve no log, e alguém a viu lá",
                        fita -> fita.escreve("a", 1, 0, 0)
                                .confirmada("a", json("a", 2), 0, 1)
                                .viu("a", 2, 0, 1),
                        uma(ENVIO_PERDIDO, "a", 0, 1)),
                caso(
                        "confirmada, alguém a viu, e a transação acabou abortada",
                        fita -> fita.confirmada("a", json("a", 1), 0, 0)
                                .viu("a", 1, 0, 0)
                                .registro("a", 1, 0, 0, Estado.DESFEITO),
                        uma(ENVIO_PERDIDO, "a", 0, 0)),
                caso(
                        "perdida, e o que há depois é de outra partição",
                        fita -> fita.confirmada("a", json("a", 1), 0, 0).escreve("a", 2, 1, 5),
                        uma(ENVIO_PERDIDO, "a", 0, 0)),
                caso(
                        "confirmada, e a transação abortou-se",
                        fita -> fita.confirmada("a", json("a", 1), 0, 0).registro("a", 1, 0, 0, Estado.DESFEITO),
                        uma(ENVIO_PERDIDO, "a", 0, 0)),
                caso(
                        "uma escrita recusada está no log",
                        fita -> fita.recusada("a", 1).registro("a", json("a", 1), 0, 0),
                        uma(RECUSADO_VISTO, "a", 0, 0)),
                caso(
                        "o serviço mostrou uma escrita recusada, que não está no log",
                        fita -> fita.escreve("a", 1, 0, 0)
                                .nasce()
                                .recusada("a", 2)
                                .responde("a", 2),
                        uma(RECUSADO_VISTO, "a")),
                caso(
                        "no lugar da confirmada está a de outro cliente",
                        fita -> fita.confirmada("a", json("a", 1), 0, 0).escreve("b", 7, 0, 0),
                        uma(LUGAR_TROCADO, "a", 0, 0)),
                caso(
                        "no lugar da remoção de um está a de outro",
                        fita -> fita.confirmada("a", null, 0, 0).registro("b", null, 0, 0),
                        uma(LUGAR_TROCADO, "a", 0, 0)),
                caso(
                        "no lugar da confirmada está outro valor",
                        fita -> fita.confirmada("a", json("a", 1), 0, 0).registro("a", json("a", 9), 0, 0),
                        uma(LUGAR_TROCADO, "a", 0, 0)),
                caso(
                        "dois leitores viram valores diferentes no mesmo offset",
                        fita -> fita.escreve("a", 1, 0, 0).registro("a", json("a", 2), 0, 0),
                        uma(LUGAR_TROCADO, "a", 0, 0)),
                caso(
                        "uma escrita repetida pelo produtor, depois de outra",
                        fita -> fita.escreve("a", 1, 0, 0).escreve("a", 2, 0, 1).registro("a", json("a", 1), 0, 2),
                        uma(DUPLICADO, "a", 0, 2)),
                caso(
                        "uma remoção gravada duas vezes",
                        fita -> fita.escreve("a", 1, 0, 0)
                                .escreve("a", null, 0, 1)
                                .registro("a", null, 0, 2),
                        uma(DUPLICADO, "a", 0, 2)),
                caso(
                        "uma escrita sem resposta, gravada duas vezes",
                        fita -> fita.desconhecida("a", 1)
                                .registro("a", json("a", 1), 0, 0)
                                .registro("a", json("a", 1), 0, 1),
                        uma(DUPLICADO, "a", 0, 1)),
                caso(
                        "o serviço mostrou uma transação abortada",
                        fita -> fita.escreve("a", 1, 0, 0)
                                .registro("a", 2, 0, 1, Estado.DESFEITO)
                                .nasce()
                                .responde("a", 2),
                        uma(DESFEITO_VISTO, "a", 0, 1)),
                caso(
                        "o primeiro saldo do cliente foi o de uma transação abortada",
                        fita -> fita.nasce()
                                .status("a", 404)
                                .registro("a", 2, 0, 1, Estado.DESFEITO)
                                .responde("a", 2)
                                .status("a", 404),
                        uma(DESFEITO_VISTO, "a", 0, 1)),
                caso(
                        "o serviço mostrou uma transação ainda aberta",
                        fita -> fita.escreve("a", 1, 0, 0)
                                .registro("a", 2, 0, 1, Estado.ABERTO)
                                .nasce()
                                .responde("a", 2),
                        uma(ABERTO_VISTO, "a", 0, 1)),
                caso(
                        "duas vezes viu o que está aberto",
                        fita -> fita.nasce()
                                .registro("a", 2, 2, 1, Estado.ABERTO)
                                .responde("a", 2)
                                .responde("a", 2),
                        uma(ABERTO_VISTO, "a", 2, 1),
                        uma(ABERTO_VISTO, "a", 2, 1)),
                caso(
                        "deixou de responder, e não houve falha",
                        fita -> fita.nasce()
                                .status("a", 404)
                                .status("a", 0)
                                .passam(Duration.ofSeconds(20))
                                .status("a", 0)
                                .status("a", 404),
                        uma(PARADO, "a")),
                caso(
                        "a falha acabou, e 16 s depois ainda segura quem perguntou no meio dela",
                        fita -> fita.escreve("a", 1, 0, 0)
                                .nasce()
                                .respondeDepoisDe("a", 1, Duration.ofSeconds(76))
                                .falha(Duration.ofSeconds(60)),
                        uma(PARADO, "a")),
                caso(
                        "a posição existe, e nunca chega",
                        fita -> fita.escreve("a", 1, 1, 4)
                                .nasce()
                                .statusDaPosicao("a", 503, 1, 4)
                                .passam(Duration.ofSeconds(20))
                                .status("b", 404)
                                .statusDaPosicao("a", 503, 1, 4),
                        uma(PARADO, "a", 1, 4)),
                caso(
                        "recusava desde antes da falha, e responde depois dela",
                        fita -> fita.nasce()
                                .status("a", 404)
                                .status("a", 503)
                                .passam(Duration.ofSeconds(20))
                                .status("a", 503)
                                .falha(Duration.ofSeconds(8))
                                .status("a", 503)
                                .status("a", 404),
                        uma(PARADO, "a")),
                caso(
                        "a falha acabou, e 16 s depois ainda recusa",
                        fita -> fita.nasce()
                                .status("a", 404)
                                .status("a", 503)
                                .falha(Duration.ofSeconds(60))
                                .passam(Duration.ofSeconds(16))
                                .status("a", 503),
                        uma(PARADO, "a")),
                caso(
                        "um saldo que ninguém escreveu",
                        fita -> fita.escreve("a", 1, 0, 0).nasce().responde("a", 99),
                        uma(RESPOSTA_SEM_EXPLICACAO, "a")),
                caso(
                        "um saldo antes de ser escrito",
                        fita -> fita.nasce().responde("a", 1).escreve("a", 1, 0, 0),
                        uma(RESPOSTA_SEM_EXPLICACAO, "a")),
                caso(
                        "mostrou uma escrita sem resposta que nunca chegou ao log",
                        fita -> fita.nasce().desconhecida("a", 1).responde("a", 1),
                        uma(RESPOSTA_SEM_EXPLICACAO, "a")),
                caso(
                        "mostrou uma escrita confirmada, que depois o log perdeu",
                        fita -> fita.escreve("a", 1, 0, 0)
                                .nasce()
                                .confirmada("a", json("a", 2), 0, 1)
                                .responde("a", 2)
                                .responde("a", 1),
                        uma(ENVIO_PERDIDO, "a", 0, 1)),
                caso(
                        "malformado, e nunca o foi",
                        fita -> fita.escreve("a", 1, 0, 0).nasce().malformado("a", 0, 0),
                        uma(RESPOSTA_SEM_EXPLICACAO, "a", 0, 0)),
                caso(
                        "malformado, mas não naquele lugar",
                        fita -> fita.nasce().escreve("a", "{", 0, 0).malformado("a", 0, 7),
                        uma(RESPOSTA_SEM_EXPLICACAO, "a", 0, 7)),
                caso(
                        "404 de quem nunca foi removido, noutra partição há um mais velho",
                        fita -> fita.escreve("a", 1, 0, 0)
                                .escreve("a", 2, 1, 0)
                                .nasce()
                                .responde("a", 2)
                                .status("a", 404),
                        uma(PRONTO_SEM_ESTAR, "a", 1, 0)),
                caso(
                        "pediu-se a posição da escrita, e veio o saldo anterior",
                        fita -> fita.nasce()
                                .escreve("a", 1, 0, 0)
                                .escreve("a", 2, 0, 1)
                                .respondeDaPosicao("a", 1, 0, 1),
                        uma(POSICAO_NAO_CUMPRIDA, "a", 0, 1)),
                caso(
                        "pediu-se a posição da primeira escrita, e veio 404",
                        fita -> fita.nasce().escreve("a", 1, 0, 3).statusDaPosicao("a", 404, 0, 3),
                        uma(POSICAO_NAO_CUMPRIDA, "a", 0, 3)),
                caso(
                        "a posição é de outro cliente, mas da mesma partição, e mais adiante",
                        fita -> fita.nasce()
                                .escreve("a", 1, 0, 0)
                                .escreve("a", 2, 0, 1)
                                .escreve("b", 3, 0, 2)
                                .respondeDaPosicao("a", 1, 0, 2),
                        uma(POSICAO_NAO_CUMPRIDA, "a", 0, 1)),
                caso(
                        "mostrou o novo, e depois o velho",
                        fita -> fita.nasce()
                                .escreve("a", 1, 0, 0)
                                .escreve("a", 2, 0, 1)
                                .responde("a", 2)
                                .responde("a", 1),
                        uma(VOLTOU_NO_TEMPO, "a", 0, 1)),
                caso(
                        "removido, e de volta sem que ninguém o escrevesse",
                        fita -> fita.nasce()
                                .escreve("a", 1, 0, 0)
                                .escreve("a", null, 0, 1)
                                .responde("a", 1)
                                .status("a", 404)
                                .responde("a", 1),
                        uma(VOLTOU_NO_TEMPO, "a", 0, 1)),
                caso(
                        "já tinha mostrado, da mesma partição, um registro mais adiante",
                        fita -> fita.nasce()
                                .escreve("a", 1, 0, 0)
                                .escreve("b", 2, 0, 1)
                                .responde("b", 2)
                                .status("a", 404),
                        uma(VOLTOU_NO_TEMPO, "a", 0, 0)),
                caso(
                        "depois do malformado, o saldo anterior",
                        fita -> fita.nasce()
                                .escreve("a", 1, 0, 0)
                                .escreve("a", "{", 0, 1)
                                .malformado("a", 0, 1)
                                .responde("a", 1),
                        uma(VOLTOU_NO_TEMPO, "a", 0, 1)),
                caso(
                        "reiniciado, responde sem a última escrita confirmada",
                        fita -> fita.escreve("a", 1, 0, 0)
                                .escreve("a", 2, 0, 1)
                                .nasce()
                                .responde("a", 1),
                        uma(PRONTO_SEM_ESTAR, "a", 0, 1)),
                caso(
                        "reiniciado, não conhece o cliente",
                        fita -> fita.escreve("a", 1, 2, 8).nasce().status("a", 404),
                        uma(PRONTO_SEM_ESTAR, "a", 2, 8)),
                caso(
                        "reiniciado, decide o mais velho de duas partições",
                        fita -> fita.escreve("a", 1, 0, 0)
                                .passam(Duration.ofSeconds(1))
                                .escreve("a", 2, 1, 0)
                                .nasce()
                                .responde("a", 1),
                        uma(PRONTO_SEM_ESTAR, "a", 1, 0)),
                caso(
                        "reiniciado, mostra uma escrita sem resposta que já tinha outra à frente",
                        fita -> fita.desconhecida("a", 2)
                                .registro("a", json("a", 2), 0, 1)
                                .escreve("a", 3, 0, 2)
                                .nasce()
                                .responde("a", 2),
                        uma(PRONTO_SEM_ESTAR, "a", 0, 2)),
                caso(
                        "diz-se pronto enquanto recusa",
                        fita -> fita.nasce()
                                .status("a", 503)
                                .pronto()
                                .status("a", 503)
                                .status("a", 404),
                        uma(PRONTO_SEM_ESTAR, Fita.VIDA)));
    }

    @ParameterizedTest
    @MethodSource("casos")
    void cadaErroPeloNome(Caso caso) {
        var veredito =
                new JuizDosSaldos(PACIENCIA).julga(caso.fita.apply(new Fita()).fim());

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

        assertThat(DOS_SALDOS)
                .allSatisfy(anomalia -> assertThat(vezes.getOrDefault(anomalia, 0L))
                        .as(anomalia.nome())
                        .isGreaterThanOrEqualTo(2));
        assertThat(casos().count()).isGreaterThanOrEqualTo(25);
    }
}
