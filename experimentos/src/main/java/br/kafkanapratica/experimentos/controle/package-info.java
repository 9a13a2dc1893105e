/**
 * O controle do laboratório: o protocolo e quem pede. Quem atende é o módulo {@code lab}. Só usa o JDK: vai também no {@code lab.jar},
 * que roda com pouca memória.
 */
@NullMarked
package br.kafkanapratica.experimentos.controle;

import org.jspecify.annotations.NullMarked;
