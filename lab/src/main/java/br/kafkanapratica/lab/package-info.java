/** Os programas do laboratório como processos filhos: iniciar, acompanhar, parar e matar. */
@NullMarked
package br.kafkanapratica.lab;

import org.jspecify.annotations.NullMarked;
