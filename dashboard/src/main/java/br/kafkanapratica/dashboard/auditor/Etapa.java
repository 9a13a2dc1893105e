package br.kafkanapratica.dashboard.auditor;

import br.kafkanapratica.contratos.Topico;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Um tópico do pipeline, e o grupo que o lê e passa o pedido adiante. */
public enum Etapa {
    ESTOQUE(Topico.NOVOS_PEDIDOS, "grupo_estoque"),
    PAGAMENTO(Topico.PEDIDOS_APROVADOS, "grupo_pagamento"),
    NOTIFICACAO(Topico.PEDIDOS_CONCLUIDOS, "grupo_notificacao");

    private final Topico entrada;
    private final String grupo;

    Etapa(Topico entrada, String grupo) {
        this.entrada = entrada;
        this.grupo = grupo;
    }

    /** De onde o grupo lê. */
    public String topico() {
        return entrada.nome();
    }

    /** Onde ficam os registros deste tópico que nunca poderão ser processados. */
    public String dlt() {
        return entrada.dlt().nome();
    }

    public String grupo() {
        return grupo;
    }

    /** Onde fica o resultado do que o grupo lê. O aviso ao cliente não fica em nenhum. */
    public List<String> resultados() {
        return this == NOTIFICACAO ? List.of(dlt()) : List.of(values()[ordinal() + 1].topico(), dlt());
    }

    public static Optional<Etapa> queLe(String topico) {
        return Arrays.stream(values())
                .filter(etapa -> etapa.topico().equals(topico))
                .findFirst();
    }

    public static Optional<Etapa> daDlt(String topico) {
        return Arrays.stream(values())
                .filter(etapa -> etapa.dlt().equals(topico))
                .findFirst();
    }
}
