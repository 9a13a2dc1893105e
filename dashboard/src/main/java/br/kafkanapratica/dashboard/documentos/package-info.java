/** Os documentos do repositório, lidos no navegador, sem internet. */
@NullMarked
package br.kafkanapratica.dashboard.documentos;

import org.jspecify.annotations.NullMarked;
