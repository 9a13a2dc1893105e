package br.kafkanapratica.experimentos.curso;

import br.kafkanapratica.contratos.RegistroDeContas;
import br.kafkanapratica.contratos.Topico;
import br.kafkanapratica.experimentos.fatos.Registro;
import br.kafkanapratica.experimentos.fatos.Servico;
import br.kafkanapratica.experimentos.fatos.Servico.Resposta;
import br.kafkanapratica.experimentos.fatos.Servico.Situacao;
import java.util.Map;
import java.util.TreeMap;

/** O saldo-service, ou a armadilha que está no lugar dele. Há três clientes de antes. */
final class SaldosSimulados {

    private static final long DE_ANTES = 3;
    private static final double RECONSTRUCAO = 2;

    private final LogSimulado log;
    private boolean vivo = true;
    private boolean pausado;
    private String armadilha = "";
    private int inicios;
    private double prontoEm;

    SaldosSimulados(LogSimulado log) {
        this.log = log;
    }

    String nome() {
        return armadilha;
    }

    void morre() {
        vivo = false;
    }

    void pausa(boolean sim) {
        pausado = sim;
    }

    /** O mesmo que estava, se não está. */
    void inicia(double agora) {
        if (!vivo) {
            troca(agora, armadilha);
        }
    }

    void troca(double agora, String qual) {
        inicios = qual.equals(armadilha) ? inicios + 1 : 1;
        armadilha = qual;
        vivo = true;
        prontoEm = agora + RECONSTRUCAO;
    }

    Servico agora(double agora) {
        if (!vivo) {
            return Servico.FORA;
        }
        if (pausado) {
            return Servico.CALADO;
        }
        if (prontoEm > agora) {
            return new Servico(Situacao.RECONSTRUINDO, null, null, Map.of());
        }
        if (armadilha.equals("saldo-ate-o-vazio") || armadilha.equals("saldo-com-grupo") && inicios > 1) {
            return new Servico(Situacao.PRONTO, 0L, null, Map.of());
        }
        return certo();
    }

    private Servico certo() {
        var ultimos = new TreeMap<String, Registro>();
        log.de(Topico.CONTAS).forEach(registro -> ultimos.put(registro.chave(), registro));
        var respostas = new TreeMap<String, Resposta>();
        long validos = DE_ANTES;
        for (var ultimo : ultimos.values()) {
            if (ultimo.saldo() instanceof RegistroDeContas.Valido valido) {
                validos++;
                respostas.put(
                        ultimo.chave(), new Resposta(200, valido.saldo().saldo().toPlainString()));
            } else {
                boolean malformado = ultimo.saldo() instanceof RegistroDeContas.Malformado;
                respostas.put(ultimo.chave(), new Resposta(malformado ? 409 : 404, null));
            }
        }
        var posicoes = log.fins().get(Topico.CONTAS.nome());
        var impressao =
                armadilha.isEmpty() ? new Servico.Impressao("%016x".formatted(ultimos.hashCode()), posicoes) : null;
        return new Servico(Situacao.PRONTO, validos, impressao, respostas);
    }
}
