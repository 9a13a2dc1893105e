// Dinheiro nunca passa por number, que é ponto flutuante binário: do JSON à tela, é texto.

/**
 * JSON.parse, com os campos `saldo` como texto, dígito a dígito como vieram. Dentro de uma string o JSON escreve `\"`, então
 * `,"saldo":` só pode ser mesmo um campo.
 */
export function leSaldos(json) {
  return JSON.parse(json.replace(/([,{]\s*"saldo"\s*:\s*)(-?[0-9][0-9.eE+-]*)/g, '$1"$2"'));
}

/** `"1234.5"` → `"R$ 1.234,50"`; casas além de duas são mostradas todas. */
export function reais(decimal) {
  const [, sinal, inteiros, fracao = '', expoente = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(decimal) ?? [];
  if (inteiros === undefined) return decimal;
  const casas = Number(expoente);
  if (Math.abs(casas) > 1000) return `R$ ${decimal.replace('.', ',')}`; // escrevê-lo por extenso não cabe na tela
  let antes = inteiros;
  let depois = fracao;
  if (casas > 0) {
    depois = depois.padEnd(casas, '0');
    antes += depois.slice(0, casas);
    depois = depois.slice(casas);
  } else if (casas < 0) {
    antes = antes.padStart(1 - casas, '0');
    depois = antes.slice(casas) + depois;
    antes = antes.slice(0, casas);
  }
  antes = antes.replace(/^0+(?=\d)/, '').replace(/\B(?=(\d{3})+(?!\d))/g, '.');
  depois = depois.replace(/0+$/, '').padEnd(2, '0');
  return `${sinal}R$\u00a0${antes},${depois}`;
}
