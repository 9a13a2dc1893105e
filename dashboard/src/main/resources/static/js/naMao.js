import { el, mostra, por } from './dom.js';
import { laboratorio } from './lab.js';

const VOLTA_MS = 700;
const VOLTAS_SEM_LAB = 20;

/** Quem trabalha agora, e em que pedido: só o laboratório o sabe, pelo que cada programa escreve. */
export function naMao() {
  let relogio = null;
  let semLab = 0;

  async function atualiza() {
    if (semLab > 0) { // sem laboratório, pergunta-se de vez em quando
      semLab -= 1;
      return;
    }
    const { noAr, processos } = await laboratorio().catch(() => ({ noAr: false, processos: [] }));
    if (relogio === null) return;
    semLab = noAr ? 0 : VOLTAS_SEM_LAB;
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
