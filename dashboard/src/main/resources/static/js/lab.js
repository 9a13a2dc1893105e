import { pega } from './http.js';

// A chave do laboratório vem no endereço que o start.sh mostra, depois do #: não sai do navegador, nem fica na barra.
const CHAVE = 'chave-do-lab';
function guardaADoEndereco() {
  const doEndereco = location.hash.match(/^#chave=([\w-]+)$/);
  if (!doEndereco) return;
  sessionStorage.setItem(CHAVE, doEndereco[1]);
  history.replaceState(null, '', location.pathname + location.search);
}
guardaADoEndereco();
// O laboratório recomeçou, com outra chave, e o endereço novo foi posto nesta mesma aba, que não se recarrega por isso.
addEventListener('hashchange', guardaADoEndereco);

/** O header que liga os botões que mandam no laboratório. */
export function headersDoLab() {
  const chave = sessionStorage.getItem(CHAVE);
  return chave ? { 'X-Lab-Chave': chave } : {};
}

/** Se há um laboratório, se esta página manda nele, e os programas dele. */
export const laboratorio = () => pega('api/lab', JSON.parse, headersDoLab());
