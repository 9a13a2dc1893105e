import { el, mostra, por, segundos } from './dom.js';
import { laboratorio } from './lab.js';

const ETAPAS = ['estoque', 'pagamento', 'notificacao'];
const VERBO = { 'no-ar': 'tem na mão', pausado: 'congelado com', terminado: 'terminou com, na mão,' };
const VOLTA_MS = 700;
const VOLTAS_SEM_LAB = 20;

/**
 * Quem trabalha agora, e em que pedido: só o laboratório o sabe, pelo que cada programa escreve.
 *
 * @param aoSaber recebe de cada pedido na mão de alguém a etapa dele e, se quem o tinha terminou, quando; nulo se não se sabe
 */
export function naMao(aoSaber) {
  let relogio = null;
  let semLab = 0;
  let perguntando = false; // o que demora não se pergunta outra vez

  async function atualiza() {
    if (perguntando) return;
    if (semLab > 0) { // sem laboratório, pergunta-se de vez em quando
      semLab -= 1;
      return;
    }
    perguntando = true;
    const { noAr, processos } = await laboratorio().catch(() => ({ noAr: false, processos: [] }));
    perguntando = false;
    if (relogio === null) return;
    semLab = noAr ? 0 : VOLTAS_SEM_LAB;
    const comTrabalho = processos.filter((programa) => programa.naMao);
    aoSaber(noAr ? new Map(comTrabalho.map(({ nome, estado, desde, naMao: { pedido } }) => [pedido, {
      etapa: ETAPAS.find((etapa) => nome.startsWith(etapa)),
      fim: estado === 'terminado' ? Date.parse(desde) : null,
    }])) : null);
    mostra(por('na-mao'), comTrabalho.length > 0);
    por('na-mao').replaceChildren(...comTrabalho.map(({ nome, naMao: { pedido, desde }, estado }) => el('li', { dados: { estado } },
      el('b', {}, nome.replace('-service', '')), ` ${VERBO[estado]} `,
      el('code', {}, pedido.slice(0, 8)), estado === 'terminado' ? null : ` há ${segundos(desde)}`)));
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
