/** O contrato entre os programas: tópicos e o formato do que passa por eles. */
@NullMarked
package br.kafkanapratica.contratos;

import org.jspecify.annotations.NullMarked;
