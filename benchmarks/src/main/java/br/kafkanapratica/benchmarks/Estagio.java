package br.kafkanapratica.benchmarks;

import br.kafkanapratica.contratos.Topico;
import java.util.Locale;
import java.util.Optional;

/** Uma etapa do pipeline vista de fora: o programa, o que ele lê e o que escreve. */
enum Estagio {
    ESTOQUE("grupo_estoque", Topico.NOVOS_PEDIDOS, Optional.of(Topico.PEDIDOS_APROVADOS)),
    PAGAMENTO("grupo_pagamento", Topico.PEDIDOS_APROVADOS, Optional.of(Topico.PEDIDOS_CONCLUIDOS)),
    /** Escreve no terminal. */
    NOTIFICACAO("grupo_notificacao", Topico.PEDIDOS_CONCLUIDOS, Optional.empty());

    private final String grupo;
    private final Topico entrada;
    private final Optional<Topico> saida;

    Estagio(String grupo, Topico entrada, Optional<Topico> saida) {
        this.grupo = grupo;
        this.entrada = entrada;
        this.saida = saida;
    }

    String nome() {
        return name().toLowerCase(Locale.ROOT);
    }

    String modulo() {
        return nome() + "-service";
    }

    /** Sem o trabalho de mentira: só o que o pipeline custa. A notificação não tem, e ignora a opção. */
    String semEspera() {
        return "--" + nome() + ".tempo-processamento=0";
    }

    String grupo() {
        return grupo;
    }

    Topico entrada() {
        return entrada;
    }

    Optional<Topico> saida() {
        return saida;
    }
}
