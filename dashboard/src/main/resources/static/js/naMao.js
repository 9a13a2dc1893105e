import { el, mostra, por } from './dom.js';
import { laboratorio } from './lab.js';

const VOLTA_MS = 700;

/** Quem trabalha agora, e em que pedido: só o laboratório o sabe, pelo que cada programa escreve. */
export function naMao() {
  let relogio = null;

  async function atualiza() {
    const { processos } = await laboratorio().catch(() => ({ processos: [] }));
    if (relogio === null) return;
    const comTrabalho = processos.filter((programa) => programa.naMao);
    mostra(por('na-mao'), comTrabalho.length > 0);
    por('na-mao').replaceChildren(...comTrabalho.map(({ nome, naMao: { pedido, desde }, estado }) => el('li', { dados: { estado } },
      el('b', {}, nome.replace('-service', '')), ` ${estado === 'pausado' ? 'congelado com' : 'tem na mão'} `,
      el('code', {}, pedido.slice(0, 8)), ` há ${segundos(desde)}`)));
  }

  return {
    liga(sim) {
      if (sim && relogio === null) {
        relogio = setInterval(() => { if (document.visibilityState === 'visible') atualiza(); }, VOLTA_MS);
        atualiza();
      } else if (!sim) {
        clearInterval(relogio);
        relogio = null;
      }
    },
  };
}

function segundos(desde) {
  return `${(Math.max(0, Date.now() - new Date(desde)) / 1000).toLocaleString('pt-BR', { maximumFractionDigits: 1, minimumFractionDigits: 1 })} s`;
}
