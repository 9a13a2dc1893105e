import { auditor } from './auditor.js';
import { compactacao } from './compactacao.js';
import { comPortas, corrige, usa } from './comandos.js';
import { el, hora, mostra, plural, por, texto } from './dom.js';
import { acompanha } from './eventos.js';
import { experimentos } from './experimentos.js';
import { pega } from './http.js';
import { laboratorio } from './laboratorio.js';
import { naMao } from './naMao.js';
import { pedidos } from './pedidos.js';
import { saldos } from './saldos.js';
import { tema } from './tema.js';
import { topicos } from './topicos.js';

const RETENTATIVA_MS = 2000;
const SEM_NOTICIAS_MS = 10000; // um quadro por segundo; numa máquina ocupada, menos

tema(por('tema'));
const visoes = {
  experimentos: experimentos(poeAoLado), pedidos: pedidos(), saldos: saldos(), auditor: auditor(), compactacao: compactacao(), topicos: topicos(),
  laboratorio: laboratorio(),
};
const trabalho = naMao(visoes.pedidos.naMao);
let atual = null;
let aoLado = null; // a visão ao vivo de que o experimento aberto fala
let ultimo = null;
let chegouEm = performance.now();
let recusa = null; // por que o dashboard não aceita mais uma página
let falha = null; // por que ele não consegue montar o quadro
let caiu = false; // a conexão, e desde então não veio nada
let porDesenhar = false;
let configurada = true; // com os comandos desta execução do laboratório, ou quase

function vai() {
  const [pedida, qual] = location.hash.slice(1).split(/[-/](.*)/);
  const nova = visoes[pedida] ? pedida : atual ?? 'experimentos';
  if (nova === atual) {
    if (nova === 'experimentos') visoes[nova].entra(qual);
    return;
  }
  if (atual) visoes[atual].sai?.();
  if (aoLado) visoes[aoLado].sai?.();
  atual = nova;
  aoLado = null;
  mostraVisoes();
  document.querySelectorAll('nav a').forEach((link) => {
    if (link.hash === `#${nova}`) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  });
  document.title = `${por(`t-${nova}`).textContent} · Kafka na Prática`;
  visoes[nova].entra?.(qual);
  if (ultimo) desenha();
}

function poeAoLado(nome) {
  if (atual !== 'experimentos' || nome === aoLado) return;
  if (aoLado) visoes[aoLado].sai?.();
  aoLado = nome;
  mostraVisoes();
  if (aoLado) visoes[aoLado].entra?.();
  if (ultimo) desenha();
}

function mostraVisoes() {
  document.querySelectorAll('.visao, [data-visao]').forEach((parte) => {
    parte.hidden = ![atual, aoLado].includes(parte.dataset.visao ?? parte.id);
  });
  por('conteudo').classList.toggle('lado-a-lado', aoLado !== null);
  trabalho.liga(atual === 'pedidos' || aoLado === 'pedidos');
}

addEventListener('hashchange', vai);
vai();
document.querySelector('.pular').addEventListener('click', (evento) => {
  evento.preventDefault(); // o hash é da visão
  por('conteudo').focus();
});

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
  marcaTopicos(ultimo.topicosComProblema);
  for (const [nome, visao] of Object.entries(visoes)) visao.quadro?.(ultimo, nome === atual || nome === aoLado);
  contato();
}

function contato() {
  if (document.visibilityState !== 'visible') return; // escondida, a página não acompanha
  // Ou há muito que não vem nada, ou caiu, e o que se tem, de uma página que esteve escondida, já era de antes.
  const mudo = performance.now() - chegouEm > SEM_NOTICIAS_MS || (caiu && ultimo !== null && Date.now() - ultimo.agora > SEM_NOTICIAS_MS);
  const semKafka = ultimo?.kafka.semContatoDesde ?? null;
  const chip = por('contato');
  if (recusa !== null) {
    texto(chip, 'sem lugar no dashboard: tento de novo');
    chip.dataset.estado = 'ruim';
  } else if (falha !== null) {
    texto(chip, 'o dashboard falhou');
    chip.dataset.estado = 'ruim';
  } else if (mudo) {
    texto(chip, 'sem contato com o dashboard: tento de novo');
    chip.dataset.estado = 'ruim';
  } else if (semKafka !== null) {
    texto(chip, `Kafka fora do ar desde ${hora(semKafka)}`);
    chip.dataset.estado = 'ruim';
  } else if (ultimo) {
    const quantos = ultimo.problemas.length + (ultimo.faltam.length > 0 ? 1 : 0);
    texto(chip, `${quantos > 0 ? `${plural(quantos, 'aviso', 'avisos')} · ` : ''}Kafka em ${ultimo.kafka.servidores}`);
    chip.dataset.estado = quantos > 0 ? 'alerta' : 'bom';
  }
  chip.title = chip.textContent; // o que não coube
  por('conteudo').classList.toggle('sem-noticias', recusa !== null || falha !== null || mudo);
  mostraAvisos(avisos(mudo, semKafka));
}

/** O mesmo não se diz duas vezes, e quem está copiando um comando não perde o foco. */
function mostraAvisos(lista) {
  const onde = por('aviso-geral');
  const ditos = lista.map(([frase, comando]) => [comPortas(frase), comando]);
  const agora = JSON.stringify(ditos);
  mostra(onde, ditos.length > 0);
  if (onde.dataset.agora === agora) return;
  onde.dataset.agora = agora;
  onde.replaceChildren(...ditos.flatMap(([frase, comando]) => [
    el('p', {}, frase),
    comando ? el('pre', { tabindex: 0, 'aria-label': 'comando que conserta' }, comando) : null,
  ]).filter(Boolean));
}

function avisos(mudo, semKafka) {
  if (recusa !== null) return [[`${recusa}${ultimo ? ` O que se vê é das ${hora(ultimo.agora)}.` : ''}`]];
  if (falha !== null) return [[`O dashboard não consegue montar o que mostra (${falha}). O que se vê é ${ultimo ? `das ${hora(ultimo.agora)}` : 'de antes'}; o motivo está no log dele.`]];
  if (mudo) {
    return [[`O dashboard não responde${ultimo ? `, e o que se vê é das ${hora(ultimo.agora)}` : ''}. Para subi-lo: java -jar dashboard/target/dashboard.jar`]];
  }
  const problemas = ultimo?.problemas.map((problema) => [`Atenção: ${problema.texto}.`, problema.comando]) ?? [];
  if (semKafka !== null) {
    return [[`O Kafka não responde. O que se vê é de antes. ${ultimo.kafka.semKafka}`], ...problemas];
  }
  const faltam = ultimo?.faltam ?? [];
  return faltam.length === 0 ? problemas : [[`Faltam os tópicos ${faltam.join(', ')}. Crie-os com: ./create-topics.sh`], ...problemas];
}

/** Toda visão diz que há um tópico errado; qual e por quê, só a dele. */
function marcaTopicos(quantos) {
  const link = document.querySelector('nav a[href="#topicos"]');
  texto(link, quantos === 0 ? 'Tópicos' : `Tópicos (${quantos})`);
  link.title = quantos === 0 ? '' : `${plural(quantos, 'tópico não está como devia', 'tópicos não estão como deviam')}`;
}
setInterval(contato, 1000);

// O que recebe o foco não fica por baixo dos avisos.
new ResizeObserver(([{ target }]) => { document.documentElement.style.scrollPaddingBottom = `${target.offsetHeight}px`; })
  .observe(document.querySelector('.avisos-da-pagina'));

document.addEventListener('visibilitychange', () => {
  configurada = false; // escondida, não se soube que caiu
  chegouEm = performance.now(); // o silêncio de quem estava escondido não conta
  contato();
});

acompanha((evento, dados) => {
  recusa = evento === 'recusa' ? dados : null;
  caiu = evento === 'caiu';
  if (caiu) {
    falha = null;
    configurada = false; // o laboratório pode voltar com outras portas
  }
  if (!configurada && !caiu && recusa === null) {
    configurada = true;
    configura();
  }
  if (evento === 'falha') falha = dados.causa;
  if (evento === 'quadro') {
    falha = null;
    chega(dados);
  } else {
    contato();
  }
});

/** Os comandos desta execução; enquanto não se sabem, ficam os do README, ou os da anterior. */
async function configura() {
  let configuracao;
  try {
    configuracao = await pega('api/configuracao');
  } catch {
    setTimeout(configura, RETENTATIVA_MS);
    return;
  }
  usa(configuracao.comandos);
  corrige();
  contato();
}
configura();
