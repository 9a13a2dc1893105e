import { auditor } from './auditor.js';
import { compactacao } from './compactacao.js';
import { hora, mostra, por, texto } from './dom.js';
import { pedidos } from './pedidos.js';
import { saldos } from './saldos.js';
import { tema } from './tema.js';
import { topicos } from './topicos.js';

const RECONEXAO_MS = 2000;
const SEM_NOTICIAS_MS = 5000;

tema(por('tema'));
const visoes = {
  pedidos: pedidos(), saldos: saldos(), auditor: auditor(), compactacao: compactacao(), topicos: topicos(), curso: {},
};
let atual = null;
let ultimo = null;
let chegouEm = performance.now();
let porDesenhar = false;

function vai() {
  const pedida = location.hash.slice(1).split('-')[0];
  const nova = visoes[pedida] ? pedida : 'pedidos';
  if (nova === atual) return;
  if (atual) visoes[atual].sai?.();
  atual = nova;
  document.querySelectorAll('.visao').forEach((secao) => { secao.hidden = secao.id !== nova; });
  document.querySelectorAll('nav a').forEach((link) => {
    if (link.hash === `#${nova}`) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  });
  document.title = `${por(`t-${nova}`).textContent} · Kafka na Prática`;
  visoes[nova].entra?.();
  if (ultimo) desenha();
}
addEventListener('hashchange', vai);
vai();

/** O navegador desenha quando pode; os quadros que chegam no meio são pulados. */
function chega(quadro) {
  ultimo = quadro;
  chegouEm = performance.now();
  if (!porDesenhar) {
    porDesenhar = true;
    requestAnimationFrame(desenha);
  }
}

function desenha() {
  porDesenhar = false;
  for (const [nome, visao] of Object.entries(visoes)) visao.quadro?.(ultimo, nome === atual);
  contato();
}

function contato() {
  const mudo = performance.now() - chegouEm > SEM_NOTICIAS_MS;
  const semKafka = ultimo?.kafka.semContatoDesde ?? null;
  const chip = por('contato');
  if (mudo) {
    texto(chip, 'sem contato com o dashboard: tento de novo');
    chip.dataset.estado = 'ruim';
  } else if (semKafka !== null) {
    texto(chip, `Kafka fora do ar desde ${hora(semKafka)}`);
    chip.dataset.estado = 'ruim';
  } else if (ultimo) {
    texto(chip, `Kafka em ${ultimo.kafka.servidores}`);
    chip.dataset.estado = 'bom';
  }
  const frase = mudo
    ? 'O dashboard não responde. Para subi-lo: java -jar dashboard/target/dashboard.jar'
    : semKafka !== null
      ? 'O Kafka não responde. O que se vê é de antes. Para subi-lo: ./start.sh, ou java -jar broker-local/target/broker-local.jar'
      : ultimo?.faltam.length
        ? `Faltam os tópicos ${ultimo.faltam.join(', ')}. Crie-os com: ./create-topics.sh`
        : ultimo?.problemas.length
          ? ultimo.problemas.map((problema) => `Atenção: ${problema}.`).join(' ')
          : '';
  mostra(por('aviso-geral'), frase !== '');
  texto(por('aviso-geral'), frase);
}
setInterval(contato, 1000);

function conecta() {
  const fonte = new EventSource('api/eventos');
  fonte.addEventListener('historico', (evento) => visoes.pedidos.historico(JSON.parse(evento.data)));
  fonte.addEventListener('quadro', (evento) => chega(JSON.parse(evento.data)));
  fonte.addEventListener('error', () => {
    if (fonte.readyState === EventSource.CLOSED) setTimeout(conecta, RECONEXAO_MS); // o resto o navegador refaz sozinho
  });
}
conecta();
