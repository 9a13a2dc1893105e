package br.kafkanapratica.dashboard.fotografia;

import br.kafkanapratica.dashboard.fotografia.Fotografia.Transacao;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTransactionsOptions;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;

/** As transações abertas, de quem as coordena: o que não se sabe a tempo fica por saber. Para uma thread por vez. */
final class TransacoesNoKafka {

    private static final Duration ESPERA = Duration.ofMillis(500);

    /** De mais que isso, o que se mostraria já não se lê. */
    private static final int NO_MAXIMO = 20;

    List<Transacao> abertas(Admin admin) throws InterruptedException {
        try {
            var abertas = admin.listTransactions(new ListTransactionsOptions()
                            .filterStates(Set.of(TransactionState.ONGOING))
                            .timeoutMs((int) ESPERA.toMillis()))
                    .all()
                    .get(ESPERA.toMillis(), TimeUnit.MILLISECONDS);
            var ids = abertas.stream()
                    .map(TransactionListing::transactionalId)
                    .limit(NO_MAXIMO)
                    .toList();
            var descritas = admin.describeTransactions(
                            ids, new DescribeTransactionsOptions().timeoutMs((int) ESPERA.toMillis()))
                    .all()
                    .get(ESPERA.toMillis(), TimeUnit.MILLISECONDS);
            var transacoes = new ArrayList<Transacao>();
            descritas.forEach((id, transacao) -> transacao
                    .transactionStartTimeMs()
                    .ifPresent(desde -> transacoes.add(
                            new Transacao(id, Instant.ofEpochMilli(desde), Set.copyOf(transacao.topicPartitions())))));
            transacoes.sort(Comparator.comparing(Transacao::desde));
            return List.copyOf(transacoes);
        } catch (ExecutionException | TimeoutException e) {
            return List.of(); // a fotografia não espera por elas: que há uma aberta, os offsets já dizem
        }
    }
}
