package br.kafkanapratica.saldo.api;

import br.kafkanapratica.contratos.Saldo;
import br.kafkanapratica.estado.Impedimento;
import br.kafkanapratica.estado.Posicao;
import br.kafkanapratica.estado.Progresso;
import br.kafkanapratica.estado.Situacao;
import br.kafkanapratica.estado.chaves.Registro;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** O que a API responde quando não há um saldo a dar, em problem+json. */
final class Problema extends ErrorResponseException {

    private static final long serialVersionUID = 1L;
    private static final long MAIOR_ESPERA = 30;

    private Problema(HttpStatus status, @Nullable String detalhe) {
        super(status, ProblemDetail.forStatus(status), null);
        setDetail(detalhe);
    }

    private Problema com(String nome, Object valor) {
        getBody().setProperty(nome, valor);
        return this;
    }

    private Problema tenteEm(Duration espera) {
        long segundos = Math.min(MAIOR_ESPERA, Math.max(1, espera.toSeconds()));
        getHeaders().set(HttpHeaders.RETRY_AFTER, Long.toString(segundos));
        return this;
    }

    /** 404: o tópico não tem este cliente, ou o último registro dele é uma remoção. */
    static Problema clienteNaoEncontrado(String clienteId) {
        return new Problema(HttpStatus.NOT_FOUND, null)
                .com("error", "cliente não encontrado")
                .com("cliente_id", clienteId);
    }

    /** 409: o saldo anterior não é mostrado, porque a compactação vai apagá-lo; o registro ruim é que está no log. */
    static Problema ultimoRegistroMalformado(Registro.Malformado<Saldo> registro) {
        return new Problema(
                        HttpStatus.CONFLICT,
                        "O último registro deste cliente está malformado; o próximo que seguir o contrato o conserta.")
                .com("error", "último registro malformado")
                .com("cliente_id", registro.chave())
                .com("causa", registro.causa())
                .com("particao", registro.particao())
                .com("offset", registro.offset());
    }

    /** 400: {@code ?posicao=} de uma partição que o tópico não tem: não adianta esperar. */
    static Problema particaoInexistente(Posicao posicao, String topico, int particoes) {
        var quais = particoes == 1 ? "só a partição 0" : "as partições 0 a " + (particoes - 1);
        return new Problema(
                        HttpStatus.BAD_REQUEST,
                        "A partição %d não existe: o tópico %s tem %s.".formatted(posicao.particao(), topico, quais))
                .com("posicao", posicao.toString());
    }

    /**
     * 503: a espera de {@code ?posicao=} acabou antes de o estado incluir o registro.
     *
     * @param impedimentos o que segura partições; se uma é a desta posição, é por isso
     */
    static Problema posicaoAindaNaoLida(Posicao posicao, List<Impedimento> impedimentos) {
        var problema = new Problema(HttpStatus.SERVICE_UNAVAILABLE, "O estado ainda não inclui o registro pedido.")
                .com("posicao", posicao.toString())
                .tenteEm(Duration.ofSeconds(1));
        impedimentos.stream()
                .filter(este -> este.particao() == posicao.particao() && este.offset() <= posicao.offset())
                .findFirst()
                .ifPresent(este -> problema.com("motivo", este.motivo()));
        return problema;
    }

    /** 501: o armazém simples não a mantém. */
    static Problema semImpressao() {
        return new Problema(
                HttpStatus.NOT_IMPLEMENTED,
                "Só o armazém compacto mantém a impressão do estado: suba o serviço com --saldo.armazem=compacto.");
    }

    /**
     * 503: pronto, mas com uma partição nova por ler, e a impressão é de todas.
     *
     * @param impedimentos o que segura partições
     */
    static Problema semImpressaoAgora(List<Impedimento> impedimentos) {
        var problema = new Problema(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "O estado não chegou a incluir todas as partições; a impressão é de todas.")
                .tenteEm(Duration.ofSeconds(1));
        impedimentos.stream().findFirst().ifPresent(este -> problema.com("motivo", este.motivo()));
        return problema;
    }

    /** 503: o estado ainda não pode ser consultado; o corpo diz em que pé está. */
    static Problema naoPronto(Situacao<?> situacao) {
        if (situacao instanceof Situacao.Reconstruindo<?> reconstruindo) {
            return reconstruindo(reconstruindo.progresso());
        }
        var motivo = situacao instanceof Situacao.Parada<?> parada ? parada.motivo() : "O estado não está disponível.";
        return new Problema(HttpStatus.SERVICE_UNAVAILABLE, motivo)
                .com("motivo", motivo)
                .tenteEm(Duration.ofSeconds(1));
    }

    private static Problema reconstruindo(Progresso progresso) {
        Optional<Duration> estimativa = progresso.estimativa();
        var problema = new Problema(
                        HttpStatus.SERVICE_UNAVAILABLE, "O estado está sendo reconstruído a partir do tópico.")
                .com("lidos", progresso.registros())
                .com("a_ler", progresso.faltam())
                .com("percentual", progresso.percentual())
                .com("registros_por_segundo", progresso.registrosPorSegundo())
                .tenteEm(estimativa.orElse(Duration.ofSeconds(1)));
        if (!progresso.impedimentos().isEmpty()) {
            problema.com("motivo", progresso.impedimentos().get(0).motivo())
                    .com("impedimentos", progresso.impedimentos());
        }
        estimativa.ifPresent(resta -> problema.com("estimativa_segundos", resta.toSeconds()));
        return problema;
    }
}
