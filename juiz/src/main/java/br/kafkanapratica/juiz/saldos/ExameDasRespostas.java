package br.kafkanapratica.juiz.saldos;

import br.kafkanapratica.juiz.Achado;
import br.kafkanapratica.juiz.Anomalia;
import br.kafkanapratica.juiz.Estado;
import br.kafkanapratica.juiz.Lugar;
import br.kafkanapratica.juiz.Resultado;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * As respostas de uma vida do serviço, no tempo. Cada uma tem de incluir o que estava confirmado antes de a vida começar, o que as já
 * recebidas quando ela foi pedida mostraram, e a posição que se pediu.
 */
final class ExameDasRespostas {

    private record Dita(Instant fim, Lugar minimo) {}

    private final LogDeContas log;
    private final List<Achado> achados = new ArrayList<>();

    private ExameDasRespostas(LogDeContas log) {
        this.log = log;
    }

    static List<Achado> examina(LogDeContas log) {
        var exame = new ExameDasRespostas(log);
        var porVida = new HashMap<String, List<Resposta>>();
        for (var resposta : log.historia().respostas()) {
            if (resposta.respondeu()) {
                porVida.computeIfAbsent(resposta.vida(), nova -> new ArrayList<>())
                        .add(resposta);
            }
        }
        var inicios = new HashMap<String, Instant>();
        log.historia().vidas().forEach(vida -> inicios.put(vida.nome(), vida.inicio()));
        porVida.forEach((vida, suas) -> exame.daVida(suas, exame.confirmadoAntesDe(inicios.get(vida))));
        return exame.achados;
    }

    private Limites confirmadoAntesDe(@Nullable Instant inicio) {
        var limites = new Limites();
        if (inicio != null) {
            log.doLugar().forEach((lugar, escrita) -> {
                if (escrita.resultado() == Resultado.CONFIRMADO
                        && escrita.lugar() != null
                        && escrita.fim().isBefore(inicio)) {
                    limites.inclui(lugar);
                }
            });
        }
        return limites;
    }

    private void daVida(List<Resposta> respostas, Limites daVida) {
        respostas.sort(Comparator.comparing(Resposta::inicio));
        var aindaNaoDitas = new PriorityQueue<>(Comparator.comparing(Dita::fim));
        var ditas = new Limites();
        for (var resposta : respostas) {
            for (var dita = aindaNaoDitas.peek();
                    dita != null && dita.fim().isBefore(resposta.inicio());
                    dita = aindaNaoDitas.peek()) {
                ditas.inclui(dita.minimo());
                aindaNaoDitas.remove();
            }
            var minimo = confere(resposta, daVida, ditas);
            if (minimo != null) {
                aindaNaoDitas.add(new Dita(resposta.fim(), minimo));
            }
        }
    }

    private @Nullable Lugar confere(Resposta resposta, Limites daVida, Limites ditas) {
        var explicacao = new Explicacao(resposta, log);
        var pedida = new Limites().inclui(resposta.posicao());
        var todos = daVida.com(ditas).com(pedida);
        if (explicacao.explica(todos)) {
            return explicacao.minimo(todos);
        }
        if (!explicacao.explica(Limites.NENHUM)) {
            semExplicacao(resposta, explicacao);
        } else if (!explicacao.explica(daVida)) {
            achou(
                    Anomalia.PRONTO_SEM_ESTAR,
                    resposta,
                    explicacao.esperado(daVida),
                    "confirmado antes de a vida começar");
        } else if (!explicacao.explica(pedida)) {
            achou(
                    Anomalia.POSICAO_NAO_CUMPRIDA,
                    resposta,
                    explicacao.esperado(pedida),
                    "incluído na posição que se pediu, " + resposta.posicao());
        } else {
            achou(Anomalia.VOLTOU_NO_TEMPO, resposta, explicacao.esperado(todos), "incluído no que já tinha mostrado");
        }
        return null;
    }

    private void semExplicacao(Resposta resposta, Explicacao explicacao) {
        for (var registro : log.naoConfirmados(resposta.cliente())) {
            if (explicacao.mostra(registro.conteudo(), registro.lugar())) {
                boolean desfeito = registro.estado() == Estado.DESFEITO;
                achados.add(new Achado(
                        desfeito ? Anomalia.DESFEITO_VISTO : Anomalia.ABERTO_VISTO,
                        resposta.cliente(),
                        registro.lugar(),
                        resposta.fim(),
                        "%s mostrou o que uma transação %s escreveu"
                                .formatted(resposta.vida(), desfeito ? "abortada" : "ainda aberta")));
                return;
            }
        }
        var iguais = log.escritas(resposta.cliente()).stream()
                .filter(escrita -> explicacao.mostra(escrita.conteudo(), escrita.lugar()))
                .filter(escrita -> !escrita.inicio().isAfter(resposta.fim()))
                .toList();
        boolean jaNaoEsta = !log.confirmados(resposta.cliente()).isEmpty()
                && iguais.stream().anyMatch(escrita -> escrita.resultado() == Resultado.DESCONHECIDO);
        if (jaNaoEsta || iguais.stream().anyMatch(log::perdida)) {
            return; // chegou ao log sem que se soubesse, e compactou-se; ou o log perdeu-a, e já se disse
        }
        boolean recusada = iguais.stream().anyMatch(escrita -> escrita.resultado() == Resultado.RECUSADO);
        achados.add(new Achado(
                recusada ? Anomalia.RECUSADO_VISTO : Anomalia.RESPOSTA_SEM_EXPLICACAO,
                resposta.cliente(),
                resposta.malformado(),
                resposta.fim(),
                "%s respondeu %s, e %s"
                        .formatted(
                                resposta.vida(),
                                oQue(resposta),
                                recusada ? "essa escrita foi recusada" : "nenhum prefixo do log o explica")));
    }

    private void achou(Anomalia anomalia, Resposta resposta, @Nullable RegistroNoLog esperado, String incluido) {
        achados.add(new Achado(
                anomalia,
                resposta.cliente(),
                esperado == null ? null : esperado.lugar(),
                resposta.fim(),
                "%s respondeu %s, que é de antes deste registro, %s"
                        .formatted(resposta.vida(), oQue(resposta), incluido)));
    }

    private static String oQue(Resposta resposta) {
        var saldo = resposta.saldo();
        return saldo == null ? Integer.toString(resposta.status()) : resposta.status() + " " + saldo.saldo();
    }
}
