package br.kafkanapratica.juiz.pedidos;

import br.kafkanapratica.juiz.Lugar;
import java.time.Instant;

/**
 * Um leitor {@code read_committed} viu um registro. As de um leitor anotam-se na ordem em que ele as viu.
 *
 * @param leitor uma vida: quem reinicia, ou perde a partição e a ganha de novo, é outro leitor
 */
public record Leitura(String leitor, Lugar lugar, String id, Instant quando) {}
