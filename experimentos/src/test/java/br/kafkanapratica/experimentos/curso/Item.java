package br.kafkanapratica.experimentos.curso;

import br.kafkanapratica.experimentos.fatos.Registro;

/** Um registro nas mãos de uma instância. */
record Item(Registro registro) {

    int particao() {
        return registro.lugar().particao();
    }

    long offset() {
        return registro.lugar().offset();
    }
}
