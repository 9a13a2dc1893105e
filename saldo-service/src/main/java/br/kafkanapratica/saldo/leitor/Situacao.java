package br.kafkanapratica.saldo.leitor;

import br.kafkanapratica.saldo.estado.Contas;
import java.time.Instant;

/** Onde o leitor está. Só em {@link Pronto} há um estado a consultar; nenhum outro lugar dá acesso a ele. */
public sealed interface Situacao {

    /** Ainda não há o que ler: broker fora do ar, tópico ausente ou com a política errada. */
    record Aguardando(String motivo, Instant desde) implements Situacao {}

    record Reconstruindo(Progresso progresso) implements Situacao {}

    /** O estado inclui tudo o que havia no log quando a reconstrução começou, e segue o log desde então. */
    record Pronto(Contas contas, Posicoes posicoes) implements Situacao {}

    /** O leitor morreu; só reiniciar o programa o traz de volta. */
    record Falhou(String motivo, Instant desde) implements Situacao {}
}
