// Os textos citam os comandos como no README; aqui viram os que servem com o Kafka e as portas desta execução.

let comandos = Object.entries({});
/** Seguido de um subcomando já é outro comando, uma ferramenta do Kafka; e há os que já trazem a porta. */
const COMPLETO = '(?! [a-z]+(?:-[a-z]+)*(?: [a-z]+)? -| recuperar-grupos| --porta)';

export function usa(novos) {
  comandos = Object.entries(novos).filter(([citado, real]) => citado !== real);
}

/** O mesmo texto, com cada comando como se digita aqui. */
export function comPortas(texto) {
  return comandos.reduce((ate, [citado, real]) => (ate.includes(real) ? ate : ate.replace(sozinho(citado), () => real)), texto);
}

/** Os comandos que a página já traz, como ela os cita. */
const daPagina = [...document.querySelectorAll('code')].filter((code) => code.childElementCount === 0).map((code) => [code, code.textContent]);

export function corrige() {
  for (const [code, citado] of daPagina) code.textContent = comPortas(citado);
}

function sozinho(citado) {
  return new RegExp(citado.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') + COMPLETO, 'g');
}
