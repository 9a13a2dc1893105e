/**
 * O juiz: lê o que os clientes anotaram (enviado, confirmado, recusado, sem resposta) e o que há nos tópicos, e decide. É a definição
 * única de perdido, duplicado e do resto ({@link br.kafkanapratica.juiz.Anomalia}), a dos testes e a da página.
 *
 * <p>Quem o usa anota fatos numa história, enquanto acontecem e de qualquer thread, e no fim a entrega:
 *
 * {@snippet :
 * var historia = new HistoriaDosPedidos();
 * historia.anota(Envio.confirmado(id, new Lugar("novos_pedidos", 0, 12), antes, depois)); // cada envio, e o que foi dele
 * historia.anota(new Falha("kill -9 do estoque", quandoCaiu, quandoVoltou));
 * historia.anota(new Gravacao(ESTOQUE, 0, 13, agora, fins)); // de tempos em tempos: o offset do grupo, e depois o fim dos resultados
 * // No fim, parado o envio: os grupos, e só depois os tópicos (assim todo resultado do que se gravou já está no que se lê).
 * for (var topico : topicos) {
 *     DoKafka.registros(log(topico), confirmados(topico), fimEstavel(topico)).forEach(historia::anota);
 * }
 * historia.terminou(Instant.now());
 * Veredito veredito = new JuizDosPedidos(Duration.ofSeconds(15)).julga(historia);
 * assertThat(veredito.achados()).as("%s", veredito).isEmpty();
 * veredito.maisLenta(); // a retomada mais lenta, e de que falha
 *
 * var saldos = new HistoriaDosSaldos();
 * saldos.anota(Escrita.confirmada(cliente, valor, 0, 3, antes, depois)); // cada escrita em contas, e o que foi dela
 * saldos.anota(new Vida("saldo-1, vida 2", inicio)); // antes de iniciar o processo
 * saldos.anota(Resposta.de("saldo-1, vida 2", cliente, 200, saldo, antes, depois).comPosicao(0, 3));
 * saldos.anota(new Prontidao("saldo-1, vida 2", true, antes, depois));
 * DoKafka.contas(log, confirmados, fimEstavel).forEach(saldos::anota);
 * new JuizDosSaldos(Duration.ofSeconds(15)).julga(saldos);
 * }
 *
 * <p>Do que não se anotou, nada se decide: sem {@code Gravacao} não há offset adiantado, sem {@code Leitura} ninguém pulou.
 */
@NullMarked
package br.kafkanapratica.juiz;

import org.jspecify.annotations.NullMarked;
