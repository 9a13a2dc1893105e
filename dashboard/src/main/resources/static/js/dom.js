// Tudo o que vem de um tópico entra na página como texto: aqui não há innerHTML, e em nenhum outro arquivo.

/** Cria um elemento. `propriedades`: atributos; `class`, `aoClicar`, `aoEnviar` e `dados` (data-*) têm nome próprio. */
export function el(nome, propriedades = {}, ...filhos) {
  const elemento = document.createElement(nome);
  for (const [chave, valor] of Object.entries(propriedades)) {
    if (valor === undefined || valor === null || valor === false) continue;
    if (chave === 'aoClicar') elemento.addEventListener('click', valor);
    else if (chave === 'aoEnviar') elemento.addEventListener('submit', valor);
    else if (chave === 'dados') Object.assign(elemento.dataset, valor);
    else elemento.setAttribute(chave, valor === true ? '' : String(valor));
  }
  elemento.append(...filhos.filter((filho) => filho !== null && filho !== undefined));
  return elemento;
}

export const por = (id) => document.getElementById(id);

/** Só mexe se mudou: um leitor de tela não repete o que já disse, e o navegador não refaz o layout. */
export function texto(elemento, novo) {
  const valor = String(novo);
  if (elemento.textContent !== valor) elemento.textContent = valor;
}

export function mostra(elemento, sim) {
  if (elemento.hidden === sim) elemento.hidden = !sim;
}

/**
 * O que já não é de agora: fica na página, apagado, e diz desde quando.
 *
 * `desde`: em milissegundos desde 1970, ou nulo se é de agora.
 */
export function envelhece(elementos, desde) {
  for (const elemento of elementos) elemento.classList.toggle('antigo', desde !== null);
}

/** Faz o que um botão pede; até acabar, ele diz que está ocupado, e outro clique (ou Enter) não é outro pedido. */
export async function umPorVez(botao, faz) {
  if (botao.getAttribute('aria-busy') === 'true') return;
  botao.setAttribute('aria-busy', 'true'); // e não disabled, que tira o foco
  try {
    await faz();
  } finally {
    botao.removeAttribute('aria-busy');
  }
}

const inteiro = new Intl.NumberFormat('pt-BR');
export const numero = (n) => inteiro.format(n);

export function plural(n, um, varios) {
  return `${numero(n)} ${n === 1 ? um : varios}`;
}

export function hora(ms) {
  return new Date(ms).toLocaleTimeString('pt-BR');
}

export const menosMovimento = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** Quantos se passaram desde um instante. */
export function segundos(desde) {
  return `${(Math.max(0, Date.now() - new Date(desde)) / 1000).toLocaleString('pt-BR', { maximumFractionDigits: 1, minimumFractionDigits: 1 })} s`;
}
