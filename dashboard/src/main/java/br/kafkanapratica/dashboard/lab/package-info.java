/** Os botões que mandam no laboratório: matar, pausar, dobrar os programas que ele iniciou. */
@NullMarked
package br.kafkanapratica.dashboard.lab;

import org.jspecify.annotations.NullMarked;
